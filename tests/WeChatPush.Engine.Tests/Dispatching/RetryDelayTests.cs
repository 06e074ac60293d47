using WeChatPush.Dispatching;

namespace WeChatPush.Engine.Tests.Dispatching;

public sealed class RetryDelayTests
{
    private static readonly DispatchingOptions Options = new()
    {
        FirstRetry = TimeSpan.FromSeconds(5), MaxRetry = TimeSpan.FromMinutes(30),
    };

    private readonly Random _random = new(7);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(9, 1280)]
    [InlineData(10, 1800)]
    [InlineData(10_000, 1800)]
    public void After_DoublesUpToTheLongest_AndIsNeverEarlier(int attempt, int seconds)
    {
        for (var i = 0; i < 100; i++)
            RetryDelay.After(attempt, Options, _random).TotalSeconds.ShouldBeInRange(seconds, seconds * 1.2);
    }

    [Fact]
    public void After_DoesNotLetFailuresMarchInStep()
    {
        Enumerable.Range(0, 100).Select(_ => RetryDelay.After(3, Options, _random)).Distinct().Count().ShouldBeGreaterThan(90);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(long.MaxValue, 60)]
    public void WhileBusy_LooksAtLeastEveryMinute(long look, int seconds)
    {
        RetryDelay.WhileBusy(look, null, Options, _random).TotalSeconds.ShouldBeInRange(seconds, seconds * 1.2);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(20, 20)]
    [InlineData(600, 60)]
    public void WhileBusy_WhenTheRestIsKnown_IsNotEarlier(int rest, int seconds) =>
        RetryDelay.WhileBusy(1, TimeSpan.FromSeconds(rest), Options, _random).TotalSeconds.ShouldBeInRange(seconds, seconds * 1.2);

    [Theory]
    [InlineData(-5.0, 1)]
    [InlineData(0.0, 1)]
    [InlineData(90.0, 90)]
    [InlineData(3600.0, 300)]
    [InlineData(null, 300)]
    public void WhileStopped_WaitsForItsEnd_ButLooksInEveryFiveMinutes(double? rest, int seconds)
    {
        var delay = RetryDelay.WhileStopped(rest is { } left ? TimeSpan.FromSeconds(left) : null, Options, _random);
        delay.TotalSeconds.ShouldBeInRange(seconds, seconds * 1.2);
    }
}
