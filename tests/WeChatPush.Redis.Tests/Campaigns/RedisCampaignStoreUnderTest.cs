using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.StoreContracts.Campaigns;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Campaigns;

/// <summary>Campaigns and ledger in Redis, in a database of their own on the server that all tests share.</summary>
public sealed class RedisCampaignStoreUnderTest : ICampaignStoreUnderTest
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

    public async Task CloseAsync() => await _redis.DisposeAsync();

    public async ValueTask DisposeAsync() => await CloseAsync();
}
