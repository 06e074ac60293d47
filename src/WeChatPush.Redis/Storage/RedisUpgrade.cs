using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Coordination;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// Brings data of an older format up to this version's, step by step, beside the work: instances of this version and of the
/// one before go on meanwhile. Each step may run several times, and in several instances at once.
/// </summary>
internal sealed partial class RedisUpgrade(
    RedisConnection redis, RedisMarker marker, RedisStoredApps apps, TimeProvider time, ILogger<RedisUpgrade> logger)
    : PeriodicWorker(time)
{
    /// <summary>Where the format stands.</summary>
    public static readonly RedisKey FormatKey = "{wechatpush}:format";

    private static readonly RedisScript Raise = RedisScript.From("", "Scripts/Storage/raise_format.lua");
    private static readonly RedisKey[] Key = [FormatKey];

    // The key that 0.1.0 signs the mini programs' sessions with. Its instances may run beside this one for a while.
    private static readonly RedisScript ExpireSecrets = RedisScript.From("", "Scripts/Storage/clear_secrets.lua");
    private static readonly RedisKey[] Secrets = ["{wechatpush}:key:mini-program-session"];
    private static readonly TimeSpan SecretsLife = TimeSpan.FromHours(1);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await marker.RenewAsync();
        for (var text = marker.Format; RedisFormat.Parse(text) is var format && format.Number < RedisFormat.Current.Number;)
        {
            await StepFrom(format.Number, stoppingToken);
            var next = new RedisFormat(format.Number + 1, RedisFormat.Current.UsableFrom);
            text = (string?)await redis.EvaluateAsync(Raise, Key, [text ?? "", next.ToString()], Timeout);
            LogRaised(logger, format.Number, next.Number);
        }

        await redis.EvaluateAsync(ExpireSecrets, Secrets, [(long)SecretsLife.TotalSeconds], Timeout);
        return Interval;
    }

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error)
    {
        if (error is not StoreFormatException)
            LogNotRaised(logger, error.Message);
    }

    // From one format to the next. Steps are only ever appended.
    private Task StepFrom(int format, CancellationToken stoppingToken) => format switch
    {
        1 => apps.FindAsync(stoppingToken),
        _ => throw new InvalidOperationException($"There is no step from format {format}."),
    };

    [LoggerMessage(144, LogLevel.Information, "The data in Redis was brought from format {From} to {To}.")]
    private static partial void LogRaised(ILogger logger, int from, int to);

    [LoggerMessage(145, LogLevel.Warning, "The format of the data in Redis could not be looked at: {Reason} It is tried again.")]
    private static partial void LogNotRaised(ILogger logger, string reason);
}
