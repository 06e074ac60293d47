using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// Logs when the connection comes and goes; seldom, because a server that reads its file after a start takes connections
/// and drops them hundreds of times a second. Whether pushes can be stored is logged elsewhere.
/// </summary>
internal sealed partial class RedisConnectionLog(TimeProvider time, ILogger logger)
{
    /// <summary>The shortest time between two losses that are logged.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ConnectionType, Loss> _losses = new();

    /// <summary>It was lost.</summary>
    public void Lost(ConnectionType connection, ConnectionFailureType failure)
    {
        var now = time.GetTimestamp();
        var loss = _losses.AddOrUpdate(
            connection,
            _ => new(now, true),
            (_, last) => time.GetElapsedTime(last.ToldAt, now) < Pause ? last with { IsTold = false } : new(now, true));
        if (loss.IsTold)
            LogLost(logger, connection, failure);
    }

    /// <summary>The connection is back; logged if its loss was.</summary>
    public void Restored(ConnectionType connection)
    {
        if (!_losses.TryGetValue(connection, out var loss) || loss.IsTold)
            LogRestored(logger, connection);
    }

    private readonly record struct Loss(long ToldAt, bool IsTold);

    [LoggerMessage(131, LogLevel.Warning, "The {Connection} connection to Redis is gone ({Failure}).")]
    private static partial void LogLost(ILogger logger, ConnectionType connection, ConnectionFailureType failure);

    [LoggerMessage(132, LogLevel.Information, "The {Connection} connection to Redis is back.")]
    private static partial void LogRestored(ILogger logger, ConnectionType connection);
}
