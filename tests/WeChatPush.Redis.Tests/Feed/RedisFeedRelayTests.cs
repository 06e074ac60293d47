using WeChatPush.Feed;
using WeChatPush.Redis.Feed;
using WeChatPush.StoreContracts.Feed;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Feed;

public sealed class RedisFeedRelayTests : FeedRelayContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task Keys_RunOutByThemselves()
    {
        await Here.AnnounceAsync(null);
        await Here.PublishAsync([[1]]);

        (await _redis.SayAsync("DBSIZE")).ShouldBe(":2");
        foreach (var key in new[] { "{wechatpush}:feed", "{wechatpush}:feed:events" })
            (await _redis.LifeOfAsync(key)).ShouldBeInRange(TimeSpan.FromSeconds(1), FeedLimits.Life);
    }

    [Theory]
    [InlineData("HSET {wechatpush}:feed last x")]
    [InlineData("HDEL {wechatpush}:feed name")]
    public async Task Feed_ThatCannotBeRead_BeginsAnew(string spoil)
    {
        await Here.AnnounceAsync(null);
        await Here.PublishAsync([[1]]);
        await _redis.SayAsync(spoil);

        (await Here.ReadAsync(null)).ShouldBeNull();
        await Here.AnnounceAsync(null);
        (await Here.ReadAsync(null)).ShouldNotBeNull().End.Number.ShouldBe(0);
    }

    private protected override async Task ExpireAsync() => await _redis.SayAsync("DEL {wechatpush}:feed {wechatpush}:feed:events");

    private protected override async Task<(IAsyncDisposable Surroundings, Func<IFeedRelay> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisFeedRelay(_redis.Connect()));
    }
}
