namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>A look back over all good pushes.</summary>
internal static class TimeCase
{
    private const int Limit = 4;

    public static CheckCase Within { get; } = new(
        "the slowest answer of all above", "within 4 s",
        "WeChat waits 5 s including the way to you: answer first, work afterwards.",
        (context, _) => Task.FromResult(new CheckVerdict(
            context.Slowest < TimeSpan.FromSeconds(Limit), $"{context.Slowest.TotalMilliseconds:0} ms")));
}
