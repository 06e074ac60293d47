namespace WeChatPush.Tests.Simulator.FakeApi;

/// <summary>A clock that moves only when it is told to. It begins at noon in China, far from the change of days.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
