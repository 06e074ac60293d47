using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace WeChatPush.Server.Admission;

/// <summary>
/// Counts the connections that were closed for want of something, and logs the first of each kind, then every power of two:
/// strangers must not fill the log.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed partial class AdmissionReport(SocketShortage shortage, ILogger<BoundedListener> logger)
{
    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly Counter<long> Closed = Meter.CreateCounter<long>(
        MetricNames.ConnectionsClosed, "{connection}", "Connections closed for want of a place, of time or of sockets.");

    private long _late;
    private long _ended;
    private long _refused;
    private long _starved;

    /// <summary>A connection was accepted, whatever became of it.</summary>
    public void Accepted(Admittance admittance)
    {
        shortage.End();
        if (admittance == Admittance.InPlaceOfAnother && Counts(ref _ended, "ended", out var count))
            LogEnded(logger, count);
        else if (admittance == Admittance.Refused && Counts(ref _refused, "refused", out count))
            LogRefused(logger, count);
    }

    /// <summary>A connection had waited too long before it was accepted.</summary>
    public void Late()
    {
        shortage.End();
        if (Counts(ref _late, "late", out var count))
            LogLate(logger, count);
    }

    /// <summary>The system gave no socket for a connection.</summary>
    public void OutOfSockets()
    {
        if (Counts(ref _starved, "noSocket", out var count))
            LogNoSocket(logger, count);
        shortage.Begin();
    }

    private static bool Counts(ref long counter, string outcome, out long count)
    {
        count = Interlocked.Increment(ref counter);
        Closed.Add(1, new KeyValuePair<string, object?>(TagNames.Outcome, outcome));
        return (count & (count - 1)) == 0;
    }

    [LoggerMessage(900, LogLevel.Warning,
        "More comes than this server can take: a connection had waited for longer than WeChatPush:Receiving:MaxWait and was closed, so that WeChat tries again ({Count} so far). Give the server more processor time, or more instances on one Redis.")]
    private static partial void LogLate(ILogger logger, long count);

    [LoggerMessage(903, LogLevel.Warning,
        "WeChatPush:Receiving:MaxConnections are open, or half of them from one address: one without a complete request was closed for a new one ({Count} so far). Raise it if they are not strangers'.")]
    private static partial void LogEnded(ILogger logger, long count);

    [LoggerMessage(904, LogLevel.Warning,
        "WeChatPush:Receiving:MaxConnections are open, or half of them from one address, all with a request under way: a new one was closed ({Count} so far). Raise it, or run more instances on one Redis.")]
    private static partial void LogRefused(ILogger logger, long count);

    [LoggerMessage(905, LogLevel.Error,
        "The system gives this process no more sockets ({Count} so far): raise the limit of open files (ulimit -n, LimitNOFILE, --ulimit nofile), or lower WeChatPush:Receiving:MaxConnections.")]
    private static partial void LogNoSocket(ILogger logger, long count);
}
