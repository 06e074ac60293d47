using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.StoreContracts.Campaigns;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Records;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Campaigns;

/// <summary>Campaigns and ledger in Redis, in a database of their own on the server that all tests share.</summary>
public sealed class RedisCampaignStoreUnderTest : ICampaignStoreUnderTest, IStoredRecords
{
    private RedisConnection _redis = null!;

    public int Database { get; } = SharedRedis.NextDatabase();

    public object Store { get; private set; } = null!;

    public object Ledger { get; private set; } = null!;

    public async Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        foreach (var app in new[] { "shop", "cafe" })
            settings.Apps.TryAdd(app, new AppOptions());
        _redis = RedisSurroundings.Connect(await SharedRedis.Server, Database);
        var options = new FixedOptions<WeChatPushOptions>(settings);
        Ledger = new RedisCreditLedger(_redis, Catalogs.From(options), options, time);
        Store = new RedisCampaignStore(_redis, Catalogs.From(options), options, time);
    }

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Records.FindPlacesAsync();

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Records.SpoilAsync(place, rubbish, random, about);

    private SharedRedisRecords Records => new(Database, "shop", KindOf);

    // A campaign by its id, its own keys by their names; the loading's are many and short-lived.
    private static string? KindOf(string key) => key.Split(':') switch
    {
        ["m", "day", ..] => "m:day:*",
        ["m", _, "seen" or "void", ..] => null,
        ["m", { Length: 32 }] => "m:*",
        ["m", { Length: 32 }, var name, ..] => $"m:*:{name}",
        ["m", ..] => key,
        _ => null,
    };

    public async Task CloseAsync() => await _redis.DisposeAsync();

    public async ValueTask DisposeAsync() => await CloseAsync();
}
