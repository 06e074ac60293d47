using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using WeChatPush.Redis.Sending;
using WeChatPush.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Records;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Sending;

public sealed class RedisUnreadableSendingTests : UnreadableSendingContract<RedisSendingUnderTest>;

/// <summary>The sending stage in a database of its own.</summary>
public sealed class RedisSendingUnderTest : ISendingUnderTest, IStoredRecords
{
    private RedisSurroundings _redis = null!;
    private ConnectionMultiplexer _client = null!;

    public object Store { get; private set; } = null!;

    public object Keys { get; private set; } = null!;

    public object Turns { get; private set; } = null!;

    public async Task OpenAsync(TimeProvider time)
    {
        var server = await SharedRedis.Server;
        _redis = new RedisSurroundings(server);
        _client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var connection = _redis.Connect();
        (Store, Keys) = (new RedisSendingStore(connection, time), new RedisSendKeyStore(connection, time));
        Turns = new RedisSendTurns(new LocalSendTurns(), connection, NullLogger<RedisSendTurns>.Instance);
    }

    public Task SweepAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Records.FindPlacesAsync();

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Records.SpoilAsync(place, rubbish, random, about);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private RedisRecords Records =>
        new(_client.GetServers()[0], _client.GetDatabase(_redis.Database), "shop", key => Regex.Replace(key, "^(\\w+):.*$", "$1:*"));
}
