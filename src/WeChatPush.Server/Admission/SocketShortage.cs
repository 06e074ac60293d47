using System.Diagnostics.CodeAnalysis;

namespace WeChatPush.Server.Admission;

/// <summary>
/// For how long the system has given this process no socket. A process that cannot even accept a connection is of no use,
/// and closing strangers' connections has not helped: it ends, so that it is started anew.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed partial class SocketShortage(TimeProvider time, ProcessEnd end, ILogger<SocketShortage> logger)
{
    /// <summary>How long the server tries.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private long _begun;

    /// <summary>There was no socket.</summary>
    public void Begin()
    {
        if (_begun == 0)
            _begun = time.GetTimestamp();
        if (end.IsAsked || time.GetElapsedTime(_begun) < Limit)
            return;
        LogEnd(logger, Limit);
        end.Ask();
    }

    /// <summary>There was one.</summary>
    public void End() => _begun = 0;

    [LoggerMessage(906, LogLevel.Critical,
        "The system has given this process no socket for {Limit}: it ends, to be started anew. Raise the limit of open files (ulimit -n, LimitNOFILE, --ulimit nofile).")]
    private static partial void LogEnd(ILogger logger, TimeSpan limit);
}
