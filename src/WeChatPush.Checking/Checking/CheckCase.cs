namespace WeChatPush.Simulator.Checking;

/// <summary>One thing that a push URL must survive.</summary>
/// <param name="Name">What is sent.</param>
/// <param name="Expected">What a good receiver does.</param>
/// <param name="Why">What goes wrong in real life where it does not; shown on failure.</param>
/// <param name="PlayAsync">Sends it and judges.</param>
internal sealed record CheckCase(
    string Name, string Expected, string Why, Func<CheckContext, CancellationToken, Task<CheckVerdict>> PlayAsync);

/// <summary>What was seen, and whether it was right.</summary>
internal readonly record struct CheckVerdict(bool Passed, string Got);

/// <summary>A case that was played, and how long it took.</summary>
internal sealed record CheckResult(string Group, CheckCase Case, CheckVerdict Verdict, TimeSpan Elapsed);
