using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Health;

/// <summary>
/// A mark in Redis that stays what it is for as long as the data does. When it has changed, the data went: flushed, or
/// the server was started without its file.
/// </summary>
internal sealed partial class RedisMarker(RedisConnection redis, TimeProvider time, ILogger<RedisMarker> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly RedisScript Script = RedisScript.From("", "Scripts/Storage/marker.lua");
    private static readonly RedisKey[] Key = ["{wechatpush}:marker"];

    private string? _mark;
    private long _lostAt;

    /// <summary>When it was found that everything was gone, if that ever happened in this process's time.</summary>
    public DateTimeOffset? LostAt => Volatile.Read(ref _lostAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Looks at the mark, and writes it again.</summary>
    /// <exception cref="StoreUnavailableException">Redis takes no writes.</exception>
    public async Task RenewAsync()
    {
        var mark = (string)(await redis.EvaluateAsync(Script, Key, [Guid.NewGuid().ToString("N")], Timeout))!;
        if (_mark is not null && _mark != mark)
        {
            Volatile.Write(ref _lostAt, time.GetUtcNow().UtcTicks);
            LogLost(logger);
        }

        _mark = mark;
    }

    [LoggerMessage(140, LogLevel.Critical,
        "Everything has vanished from Redis: it was flushed, or started without its file. The pushes that were "
        + "waiting, the history, the credits, the remembered identities and the shared tokens and windows are lost; "
        + "new pushes are stored and handled as usual. If no operator flushed it, check the append-only file and the volume "
        + "it lies on.")]
    private static partial void LogLost(ILogger logger);
}
