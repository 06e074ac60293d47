using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush.Spool;

/// <summary>
/// Whether the shared store answers, as the last attempts found it, not as a socket reports it. While it does not, pushes
/// go to the spool at once instead of each waiting out its own deadline.
/// </summary>
internal sealed partial class SharedStoreWatch(
    IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<SharedStoreWatch> logger)
{
    private const string Kept = "kept on this instance's disk, acknowledged, and handed over later";
    private const string Refused = "refused with 503 (WeChatPush:Receiving:WhenStoreIsDown is Refuse)";

    private volatile string? _problem;
    private long _since;

    /// <summary>Why the shared store does not answer, or <see langword="null"/>.</summary>
    public string? Problem => _problem;

    /// <summary>Since when it has not answered; meaningful while there is a <see cref="Problem"/>.</summary>
    public DateTimeOffset Since => new(Volatile.Read(ref _since), TimeSpan.Zero);

    public void Failed(string problem)
    {
        if (_problem is null)
        {
            Volatile.Write(ref _since, time.GetUtcNow().UtcTicks);
            var refuses = options.CurrentValue.Receiving.WhenStoreIsDown == StoreOutage.Refuse;
            LogAway(logger, problem, refuses ? Refused : Kept);
        }

        _problem = problem;
    }

    public void Answered()
    {
        if (_problem is null)
            return;
        _problem = null;
        LogBack(logger, time.GetUtcNow() - Since);
    }

    [LoggerMessage(250, LogLevel.Error,
        "Redis does not answer ({Problem}); until it does, pushes are {Meanwhile}. Check ConnectionStrings:Redis and the "
        + "Redis server.")]
    private static partial void LogAway(ILogger logger, string problem, string meanwhile);

    [LoggerMessage(251, LogLevel.Information, "Redis answers again after {Away}.")]
    private static partial void LogBack(ILogger logger, TimeSpan away);
}
