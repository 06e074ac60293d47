using WeChatPush.Records;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Records;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Records;

public sealed class RedisRecordStoreTests : RecordStoreContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task Write_OfOneInstance_IsToldToAllOthers()
    {
        var other = Open();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Changed += () => told.TrySetResult();
        // A subscription may still be on its way.
        for (var i = 0; !told.Task.IsCompleted && i < 300; i++)
        {
            await WriteAsync(new(RecordKind.App, $"app{i}"), "a", expected: null);
            await Task.WhenAny(told.Task, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }

        told.Task.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Write_AfterTheCounterWasLost_TakesAHigherVersionThanAnyThatIsThere()
    {
        var version = (await WriteAsync(new(RecordKind.App, "shop"), "a", expected: null)).Version!.Value;
        await _redis.SayAsync("DEL {wechatpush}:records:revision");

        var next = await WriteAsync(new(RecordKind.App, "cafe"), "b", expected: null);

        next.Version!.Value.ShouldBeGreaterThan(version);
    }

    [Fact]
    public async Task Read_WithARecordOfANewerVersion_PassesItOver()
    {
        await WriteAsync(new(RecordKind.App, "shop"), "a", expected: null);
        await _redis.SayAsync("HSET {wechatpush}:records strange x");
        await _redis.SayAsync("ZADD {wechatpush}:records:versions 100 strange");

        var (records, revision) = await ReadAllAsync(since: 0, limit: 10);

        records.ShouldHaveSingleItem().Key.Name.ShouldBe("shop");
        revision.ShouldBe(100);
    }

    [Theory]
    [InlineData("SET {wechatpush}:records x")]
    [InlineData("SET {wechatpush}:records:versions x")]
    [InlineData("SET {wechatpush}:records:removed x")]
    [InlineData("RPUSH {wechatpush}:records:revision x")]
    public async Task Write_WhereAKeyIsOfAnotherType_SetsItAside(string spoil)
    {
        await _redis.SayAsync(spoil);

        var write = await WriteAsync(new(RecordKind.App, "shop"), "a", expected: null);

        write.Written.ShouldBeTrue();
        Text(await Store.FindAsync(new(RecordKind.App, "shop"), default)).ShouldBe("a");
    }

    private protected override async Task<(IAsyncDisposable Surroundings, Func<IRecordStore> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisRecordStore(_redis.Connect(), Time));
    }
}
