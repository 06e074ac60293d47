using System.Text.RegularExpressions;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.StoreContracts.Credits;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Records;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Credits;

/// <summary>The ledger in Redis, in a database of its own on the server that all tests share.</summary>
public sealed class RedisLedgerUnderTest : ILedgerUnderTest, IStoredRecords
{
    private readonly int _database = SharedRedis.NextDatabase();
    private RedisConnection _redis = null!;

    public object Ledger { get; private set; } = null!;

    public async Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        foreach (var app in new[] { "shop", "cafe" })
            settings.Apps.TryAdd(app, new AppOptions());
        _redis = RedisSurroundings.Connect(await SharedRedis.Server, _database);
        Ledger = new RedisCreditLedger(_redis, Catalogs.From(settings), new FixedOptions<WeChatPushOptions>(settings), time);
    }

    public async Task<long> CountRowsAsync()
    {
        var server = await SharedRedis.Server;
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        return (long)await client.GetDatabase(_database).ScriptEvaluateAsync("""
            local count = {hash = 'HLEN', zset = 'ZCARD', set = 'SCARD', list = 'LLEN'}
            local rows = 0
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local command = count[redis.call('TYPE', key).ok]
              rows = rows + (command and redis.call(command, key) or 1)
            end
            return rows
            """);
    }

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Records.FindPlacesAsync();

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Records.SpoilAsync(place, rubbish, random, about);

    private SharedRedisRecords Records => new(_database, "shop", key => Regex.Replace(key, "^(c:[a-z]):.*$", "$1:*"));

    public async Task CloseAsync() => await _redis.DisposeAsync();

    public async ValueTask DisposeAsync() => await CloseAsync();
}
