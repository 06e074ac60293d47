using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Apps;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Apps;

public sealed class RedisAppErasureTests : AppErasureContract
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Erase_TakesTheAppOffTheListOfStoredOnes_AndLeavesAnAppIdAndLongerNames()
    {
        var redis = ((Opened)Stores.Surroundings).Redis;
        await redis.ExecuteAsync("HSET", ["{wechatpush}:apps", "shop", "1", "shop-2", "1"], Timeout);
        await redis.ExecuteAsync("SET", ["{wx0123456789abcdef}:sealed", "1"], Timeout);
        await redis.ExecuteAsync("SET", ["{shop-2}:seq", "1"], Timeout);
        await redis.ExecuteAsync("SET", ["{shop}:unreadable:n", "1"], Timeout);

        (await Stores.Eraser.EraseAsync("shop", default)).Any.ShouldBeTrue();

        (await Stores.DumpAsync()).Select(line => line.Split(' ')[0])
            .ShouldBe(["{shop-2}:seq", "{wechatpush}:apps", "{wx0123456789abcdef}:sealed"], ignoreOrder: true);
        ((string?)await redis.ExecuteAsync("HEXISTS", ["{wechatpush}:apps", "shop"], Timeout)).ShouldBe("0");
        ((string?)await redis.ExecuteAsync("HEXISTS", ["{wechatpush}:apps", "shop-2"], Timeout)).ShouldBe("1");
    }

    private protected override async Task<ErasableStores> OpenAsync()
    {
        var surroundings = new RedisSurroundings(await SharedRedis.Server);
        var redis = surroundings.Connect();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IOptionsMonitor<WeChatPushOptions>>(Options)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(redis)
            .AddApps()
            .AddRedisStores(surroundings.ConnectionString)
            .AddSending()
            .BuildServiceProvider();
        var engine = services.GetRequiredService<IStoreEngine>();
        return new ErasableStores(
            engine, engine.AppData, services.GetRequiredService<IAppErasure>(), () => DumpAsync(redis), new Opened(services, redis, surroundings));
    }

    private static async Task<IReadOnlyList<string>> DumpAsync(RedisConnection redis)
    {
        var lines = new List<string>();
        foreach (var key in (string[])(await redis.ExecuteAsync("KEYS", ["*"], Timeout))!)
        {
            if (key.EndsWith("}:n", StringComparison.Ordinal))
            {
                // Each claim may note its time, of every app of the catalogue.
                lines.AddRange(((string[])(await redis.ExecuteAsync("HGETALL", [key], Timeout))!).Chunk(2)
                    .Where(field => field[0] is not "now").Select(field => $"{key} {field[0]}={field[1]}"));
                continue;
            }

            var bytes = (byte[]?)await redis.ExecuteAsync("DUMP", [key], Timeout);
            lines.Add($"{key} {Convert.ToHexString(bytes ?? [])}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private sealed class Opened(ServiceProvider services, RedisConnection redis, RedisSurroundings surroundings) : IAsyncDisposable
    {
        public RedisConnection Redis => redis;

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await surroundings.DisposeAsync();
        }
    }
}
