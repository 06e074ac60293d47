using Microsoft.Extensions.Logging;

namespace WeChatPush.Inbox.Spool;

/// <summary>
/// Whether the shared store answers, as the last attempts found it: not what a socket says. While it does not, pushes go
/// to the spool at once instead of each waiting out its own deadline.
/// </summary>
internal sealed partial class SharedStoreWatch(TimeProvider time, ILogger<SharedStoreWatch> logger)
{
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
            LogAway(logger, problem);
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
        "Redis does not answer ({Problem}); pushes are kept on this instance's disk, acknowledged, and handed over when it is back. Check ConnectionStrings:Redis and the Redis server.")]
    private static partial void LogAway(ILogger logger, string problem);

    [LoggerMessage(251, LogLevel.Information, "Redis answers again after {Away}.")]
    private static partial void LogBack(ILogger logger, TimeSpan away);
}
