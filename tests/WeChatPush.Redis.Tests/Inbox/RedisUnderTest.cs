using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Storage;
using WeChatPush.StoreContracts.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Records;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>The inbox in Redis, in a database of its own on the server that all tests share.</summary>
public sealed class RedisUnderTest : IInboxUnderTest, IStoredRecords
{
    private readonly int _database = SharedRedis.NextDatabase();
    private RedisConnection _redis = null!;

    public object Inbox { get; private set; } = null!;

    public IPushHistory History { get; private set; } = null!;

    public object DeadLetters { get; private set; } = null!;

    public object Records { get; private set; } = null!;

    public async Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        foreach (var app in new[] { "shop", "club" })
            settings.Apps.TryAdd(app, new AppOptions());
        settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(30); // a busy machine is no reason to fail
        var server = await SharedRedis.Server;
        _redis = RedisConnection.To(
            $"{server.ConnectionString},defaultDatabase={_database}", TimeProvider.System, NullLogger<RedisConnection>.Instance);
        var inbox = new RedisInbox(_redis, Catalogs.From(settings), new FixedOptions<WeChatPushOptions>(settings), time, NullLogger<RedisInbox>.Instance);
        (Inbox, History) = (inbox, new RedisPushHistory(inbox, time));
        (DeadLetters, Records) = (new RedisDeadLetters(inbox, time), new RedisRecordStore(_redis, time));
    }

    public async Task<IReadOnlyList<string>> FindPlacesAsync()
    {
        var places = await Spoilable.FindPlacesAsync();
        return [.. places.Where(place => !place.EndsWith("/name", StringComparison.Ordinal)).Select(Owned)];
    }

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Spoilable.SpoilAsync(place.Replace("app:", ""), rubbish, random, about);

    /// <summary>Says something to the server.</summary>
    public async Task<string> SayAsync(string command) => await (await SharedRedis.Server).SayAsync(_database, command);

    public async Task CloseAsync() => await _redis.DisposeAsync();

    public async ValueTask DisposeAsync() => await CloseAsync();

    private SharedRedisRecords Spoilable => new(_database, "shop", key => Regex.Replace(key, "^(m|j|r|u|k):.*$", "$1:*"));

    // A push and a batch of arrivals are records of their own, and so is a journal; the rest belongs to the app.
    private static string Owned(string place) => place.Split('/') switch
    {
        [var kind, "whole"] when kind is not ("m:*" or "j:*" or "r:*" or "u:*") => $"app:{place}",
        ["n" or "seen", _] => $"app:{place}",
        _ => place,
    };
}
