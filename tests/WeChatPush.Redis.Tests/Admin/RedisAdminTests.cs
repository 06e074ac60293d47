using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Admin;
using WeChatPush.Records;
using WeChatPush.Redis.Admin;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Admin;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Admin;

public sealed class RedisAuditLogTests : AuditLogContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task List_ByTheServersClock_HasWhatMatches()
    {
        var log = new RedisAuditLog(_redis.Connect(), TimeProvider.System);
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "o" }, default);

        (await log.ListAsync(new() { Since = before }, default)).Items.ShouldHaveSingleItem().At.ShouldBeGreaterThan(before);
        (await log.ListAsync(new() { Since = before.AddMinutes(2) }, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_WithAnEntryThatCannotBeRead_ShowsWhatCanBe_AndAllOthers()
    {
        await Log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "first" }, default);
        await _redis.SayAsync("XADD {wechatpush}:audit * at x object second");

        (await ObjectsAsync(new())).ShouldBe(["second", "first"]);
    }

    [Fact]
    public async Task Append_WhereTheKeyIsOfAnotherType_SetsItAside()
    {
        await _redis.SayAsync("SET {wechatpush}:audit x");

        await Log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "o" }, default);

        (await ObjectsAsync(new())).ShouldBe(["o"]);
        (await _redis.SayAsync("EXISTS {wechatpush}:unreadable:audit")).ShouldBe(":1");
    }

    [Fact]
    public async Task Append_WhenTheServerIsAway_SaysSo()
    {
        var server = await RedisServer.StartAsync();
        await using var redis = RedisSurroundings.Connect(server, 0);
        var log = new RedisAuditLog(redis, Time);
        await log.ListAsync(new(), default);
        await server.DisposeAsync();

        await Should.ThrowAsync<StoreUnavailableException>(() =>
            log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "o" }, default).AsTask());
    }

    private protected override async Task<(IAsyncDisposable Surroundings, Func<IAuditStore> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisAuditLog(_redis.Connect(), Time));
    }
}

public sealed class RedisAdminKeyUseTests : AdminKeyUseContract
{
    private protected override async Task<(IAsyncDisposable Surroundings, Func<IAdminKeyUseStore> Open)> OpenAsync()
    {
        var redis = new RedisSurroundings(await SharedRedis.Server);
        return (redis, () => new RedisAdminKeyUses(redis.Connect()));
    }
}

/// <summary>Keys of a fleet.</summary>
public sealed class SharedAdminKeysTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AKey_HoldsAtTheOtherInstance_WithinASecond_AndEndsThereWithinASecond()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        using var one = await InstanceAsync(redis);
        using var other = await InstanceAsync(redis);
        // Until its subscription is there, an instance looks by itself: that is slower by far than a signal, and soon enough.
        for (var round = 0; round < 5; round++)
        {
            var made = (await one.Keys.CreateAsync(
                new() { Name = $"key {round}", Role = AdminRole.Operator, Apps = ["shop"], CreatedBy = "root" }, default))!;
            one.Find(made.Secret).ShouldNotBeNull();
            await WithinAsync(() => other.Find(made.Secret)?.Role is AdminRole.Operator);

            (await other.Keys.RemoveAsync(made.Stored.Name, default)).ShouldNotBeNull();
            other.Find(made.Secret).ShouldBeNull();
            await WithinAsync(() => one.Find(made.Secret) is null);
        }
    }

    private static async Task WithinAsync(Func<bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => Task.FromResult(holds()), () => "the other instance never knew");
        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Soon);
    }

    private static async Task<Instance> InstanceAsync(RedisSurroundings redis)
    {
        var records = new RedisRecordStore(redis.Connect(), TimeProvider.System);
        var watch = new RecordWatch(records, TimeProvider.System, NullLogger<RecordWatch>.Instance);
        var keys = new StoredAdminKeys(records, watch, TimeProvider.System, NullLogger<StoredAdminKeys>.Instance);
        await watch.StartAsync(default);
        return new Instance(keys, watch);
    }

    private sealed record Instance(StoredAdminKeys Keys, RecordWatch Watch) : IDisposable
    {
        public StoredAdminKey? Find(string secret) =>
            Keys.Find(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

        public void Dispose()
        {
            Watch.StopAsync(default).GetAwaiter().GetResult();
            Watch.Dispose();
        }
    }
}
