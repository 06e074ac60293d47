using StackExchange.Redis;
using WeChatPush.Feed;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Feed;

/// <summary>
/// The feed of a fleet: a short list in Redis, which runs out by itself, and two channels that say when to look at it. Channels are the
/// server's, so their names have the number of the database.
/// </summary>
internal sealed class RedisFeedRelay : IFeedRelay
{
    // What an announcement says that watches all apps, or too many to be named.
    private const string All = "*";
    private const int MaxNamed = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisKey[] Tag = ["{wechatpush}"];
    private static readonly RedisScript AnnounceScript = Load("announce");
    private static readonly RedisScript PublishScript = Load("publish");
    private static readonly RedisScript ReadScript = Load("read");

    private readonly RedisConnection _redis;
    private readonly string _watched;
    private readonly string _published;

    public RedisFeedRelay(RedisConnection redis)
    {
        _redis = redis;
        var database = redis.Settings.DefaultDatabase ?? 0;
        (_watched, _published) = ($"wechatpush:{database}:watched", $"wechatpush:{database}:published");
        redis.Listen(_watched, apps => Watched?.Invoke(apps == All ? null : apps.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        redis.Listen(_published, _ => Published?.Invoke());
    }

    /// <inheritdoc/>
    public event Action<IReadOnlyCollection<string>?>? Watched;

    /// <inheritdoc/>
    public event Action? Published;

    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(IReadOnlyCollection<string>? apps)
    {
        var named = apps is null || apps.Count > MaxNamed ? All : string.Join(',', apps);
        await RunAsync(AnnounceScript, FeedNames.New(), (long)FeedLimits.Life.TotalMilliseconds, _watched, named);
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(IReadOnlyList<byte[]> events) =>
        await RunAsync(PublishScript, [FeedLimits.Size, _published, .. events.Select(happened => (RedisValue)happened)]);

    /// <inheritdoc/>
    public async ValueTask<FeedBatch?> ReadAsync(FeedPosition? after)
    {
        RedisValue[] arguments = after is { } position ? [position.Feed, position.Number] : [];
        var answer = (RedisValue[]?)await RunAsync(ReadScript, arguments);
        return answer is [var feed, var first, .. var events]
            ? new(feed.ToString(), (long)first, [.. events.Select(happened => (byte[])happened!)])
            : null;
    }

    private Task<RedisResult> RunAsync(RedisScript script, params RedisValue[] arguments) =>
        _redis.EvaluateAsync(script, Tag, arguments, Timeout);

    private static RedisScript Load(string name) => RedisScript.From("", "Scripts/Feed/common.lua", $"Scripts/Feed/{name}.lua");
}
