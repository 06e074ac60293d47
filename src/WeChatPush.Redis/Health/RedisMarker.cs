using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Health;

/// <summary>
/// A mark in Redis that stays what it is for as long as the data does. When it has changed, the data went: flushed, or
/// the server was started without its file. With it the format of the data is read: while that is a newer one than this
/// version knows, nothing else is asked of Redis.
/// </summary>
internal sealed partial class RedisMarker(RedisConnection redis, TimeProvider time, ILogger<RedisMarker> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly RedisScript Script = RedisScript.From("", "Scripts/Storage/marker.lua");
    private static readonly RedisKey[] Keys = ["{wechatpush}:marker", RedisUpgrade.FormatKey];

    private string? _mark;
    private long _lostAt;

    /// <summary>When it was found that everything was gone, if that ever happened in this process's time.</summary>
    public DateTimeOffset? LostAt => Volatile.Read(ref _lostAt) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>The format of the data when it was last read, as it stands there; <see langword="null"/>: none, or not yet read.</summary>
    public string? Format { get; private set; }

    /// <summary>Reads the mark and the format, and writes the mark again.</summary>
    /// <exception cref="StoreFormatException">The data is of a newer format than this version knows.</exception>
    /// <exception cref="StoreUnavailableException">Redis takes no writes.</exception>
    public async Task RenewAsync()
    {
        var answer = (RedisResult[])(await redis.EvaluateAlwaysAsync(
            Script, Keys, [Guid.NewGuid().ToString("N"), RedisFormat.Current.ToString()], Timeout))!;
        var mark = (string)answer[0]!;
        Format = (string?)answer[1];
        Check(Format);
        if (_mark is not null && _mark != mark)
        {
            Volatile.Write(ref _lostAt, time.GetUtcNow().UtcTicks);
            LogLost(logger);
        }

        _mark = mark;
    }

    private void Check(string? format)
    {
        var known = redis.Refusal;
        var problem = Problem(format);
        redis.Refusal = problem;
        if (problem is null)
            return;
        if (problem != known)
            LogNewer(logger, problem);
        throw new StoreFormatException(problem);
    }

    private static string? Problem(string? format)
    {
        try
        {
            return RedisFormat.Parse(format).Problem;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    [LoggerMessage(143, LogLevel.Critical, "{Problem}")]
    private static partial void LogNewer(ILogger logger, string problem);

    [LoggerMessage(140, LogLevel.Critical,
        "Everything has vanished from Redis: it was flushed, or started without its file. The pushes that were "
        + "waiting, the history, the credits, the remembered identities and the shared tokens and windows are lost; "
        + "new pushes are stored and handled as usual. If no operator flushed it, check the append-only file and the volume "
        + "it lies on.")]
    private static partial void LogLost(ILogger logger);
}
