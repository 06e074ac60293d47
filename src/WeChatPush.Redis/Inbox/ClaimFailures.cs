using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.Extensions.Logging;

namespace WeChatPush.Redis.Inbox;

/// <summary>
/// The apps whose pushes cannot be claimed, and why. Others may answer meanwhile, so the dispatcher as a whole is well.
/// </summary>
internal sealed partial class ClaimFailures(ILogger<ClaimFailures> logger)
{
    private readonly ConcurrentDictionary<string, Failure> _failures = new(StringComparer.Ordinal);

    /// <summary>The apps with the reason of each, in their order; empty: all answer.</summary>
    public IReadOnlyList<(string App, string Reason)> Current =>
        [.. _failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).Select(failure => (failure.Key, failure.Value.Reason))];

    /// <summary>A claim failed. Logged at the first and then in powers of two, as a look follows every second.</summary>
    public void Report(string app, Exception error)
    {
        var failure = _failures.AddOrUpdate(
            app, _ => new Failure(1, error.Message), (_, before) => new Failure(before.Count + 1, error.Message));
        if (BitOperations.IsPow2(failure.Count))
            LogFailed(logger, app, failure.Count, error.Message);
    }

    /// <summary>A claim was answered.</summary>
    public void Clear(string app)
    {
        if (_failures.TryRemove(app, out var failure))
            LogRecovered(logger, app, failure.Count);
    }

    private sealed record Failure(int Count, string Reason);

    [LoggerMessage(243, LogLevel.Error,
        "Pushes of the app {App} are acknowledged but not handled: claiming them failed ({Count} in a row): {Reason}. Other apps go on.")]
    private static partial void LogFailed(ILogger logger, string app, int count, string reason);

    [LoggerMessage(244, LogLevel.Information, "Pushes of the app {App} can be claimed again, after {Count} failures.")]
    private static partial void LogRecovered(ILogger logger, string app, int count);
}
