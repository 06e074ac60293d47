using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace WeChatPush.Server.Admission;

/// <summary>How many connections there may be: what is configured, or what the system's limit of open files leaves.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed partial class ConnectionLimit(IOptionsMonitor<WeChatPushOptions> options, ILogger<ConnectionLimit> logger)
{
    // For files of the store, connections to Redis and to WeChat, and two for each assembly that is loaded later: what could
    // not be loaded once, .NET does not try again.
    private const int FixedReserve = 112;
    private const int MinConnections = 16;

    private int _granted = int.MaxValue;

    public int Current => Math.Min(options.CurrentValue.Receiving.MaxConnections, _granted);

    /// <summary>Asks the system, when all that the server has open anyway is open.</summary>
    public void Measure()
    {
        if (OpenFiles.FindLimit() is not { } limit)
            return;
        var current = options.CurrentValue;
        // Each push in work may have a connection to a backend.
        var reserve = FixedReserve + Math.Min(current.Dispatching.Concurrency, limit / 8);
        _granted = Math.Max(MinConnections, limit - OpenFiles.Count() - reserve);
        if (_granted < current.Receiving.MaxConnections)
            LogFewFiles(logger, limit, _granted, current.Receiving.MaxConnections);
    }

    [LoggerMessage(902, LogLevel.Warning,
        "The system lets this process have {Limit} files open (ulimit -n, LimitNOFILE, --ulimit nofile), which leaves {Granted} connections where WeChatPush:Receiving:MaxConnections says {Configured}. Raise the one or lower the other.")]
    private static partial void LogFewFiles(ILogger logger, int limit, int granted, int configured);
}
