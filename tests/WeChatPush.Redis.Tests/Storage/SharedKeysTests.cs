using WeChatPush.Redis.Storage;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Storage;

public sealed class SharedKeysTests
{
    [Fact]
    public async Task KeyInTheFile_IsTheSameForEachProcess()
    {
        await using var file = new SqliteFile();

        await CheckAsync(new SqliteSharedKeys(file.Store), new SqliteSharedKeys(file.Store));
    }

    [Fact]
    public async Task AKeyInRedis_IsTheSameForEveryInstance()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);

        await CheckAsync(new RedisSharedKeys(redis.Connect()), new RedisSharedKeys(redis.Connect()));
    }

    private static async Task CheckAsync(ISharedKeys one, ISharedKeys other)
    {
        var keys = await Task.WhenAll(
            one.GetAsync("a", default).AsTask(),
            other.GetAsync("a", default).AsTask(),
            one.GetAsync("b", default).AsTask());

        keys[0].Length.ShouldBe(32);
        keys[1].ShouldBe(keys[0]);
        keys[2].ShouldNotBe(keys[0]);
    }
}
