using System.Text;
using WeChatPush.Records;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Records;

/// <summary>The records that people change at run time.</summary>
public abstract class RecordStoreContract : IAsyncLifetime
{
    private static readonly RecordKey Shop = new(RecordKind.App, "shop");
    private static readonly RecordKey Cafe = new(RecordKind.App, "cafe");

    private IAsyncDisposable _surroundings = null!;

    internal ManualTimeProvider Time { get; } = new();

    internal IRecordStore Store { get; private set; } = null!;

    private protected Func<IRecordStore> Open { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_surroundings, Open) = await OpenAsync();
        Store = Open();
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IRecordStore> Open)> OpenAsync();

    [Fact]
    public async Task Write_OfANewRecord_IsFound_ByItsKindAndName()
    {
        var write = await WriteAsync(Shop, "a", expected: null);

        write.Written.ShouldBeTrue();
        var record = (await Store.FindAsync(Shop, default)).ShouldNotBeNull();
        record.Key.ShouldBe(Shop);
        record.Version.ShouldBe(write.Version!.Value);
        Text(record).ShouldBe("a");
        (await Store.FindAsync(Cafe, default)).ShouldBeNull();
        (await Store.FindAsync(Shop with { Kind = RecordKind.AdminKey }, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Write_WithAVersionThatIsNotTheRecords_ChangesNothing_AndTellsTheOneThatIs()
    {
        var first = await WriteAsync(Shop, "a", expected: null);
        var second = await WriteAsync(Shop, "b", first.Version);

        (await WriteAsync(Shop, "c", expected: null)).ShouldBe(new(false, second.Version));
        (await WriteAsync(Shop, "c", first.Version)).ShouldBe(new(false, second.Version));
        (await WriteAsync(Cafe, "c", first.Version)).ShouldBe(new(false, null));
        (await Store.RemoveAsync(Shop, first.Version!.Value, default)).ShouldBe(new(false, second.Version));

        Text(await Store.FindAsync(Shop, default)).ShouldBe("b");
        (await Store.FindAsync(Cafe, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Write_OfTwoWhoReadTheSameVersion_IsDoneOnce()
    {
        var version = (await WriteAsync(Shop, "a", expected: null)).Version;

        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WriteAsync(Shop, $"{i}", version)));

        writes.Count(write => write.Written).ShouldBe(1);
    }

    [Fact]
    public async Task Remove_TakesTheRecordAway_AndItMayBeMadeAnew()
    {
        var version = (await WriteAsync(Shop, "a", expected: null)).Version!.Value;

        (await Store.RemoveAsync(Shop, version, default)).ShouldBe(new(true, null));

        (await Store.FindAsync(Shop, default)).ShouldBeNull();
        (await Store.RemoveAsync(Shop, version, default)).ShouldBe(new(false, null));
        (await WriteAsync(Shop, "b", version)).ShouldBe(new(false, null));
        (await WriteAsync(Shop, "b", expected: null)).Version!.Value.ShouldBeGreaterThan(version);
        Text(await Store.FindAsync(Shop, default)).ShouldBe("b");
    }

    [Fact]
    public async Task Read_FromTheBeginning_IsEverything_InPagesByVersion()
    {
        for (var i = 0; i < 25; i++)
            await WriteAsync(new(RecordKind.App, $"app{i}"), $"{i}", expected: null);
        var moved = (await Store.FindAsync(new(RecordKind.App, "app3"), default))!;
        await WriteAsync(moved.Key, "moved", moved.Version);

        var (records, revision) = await ReadAllAsync(since: 0, limit: 10);

        records.Count.ShouldBe(25);
        records.Select(record => record.Version).ShouldBeInOrder();
        records[^1].Key.Name.ShouldBe("app3");
        Text(records[^1]).ShouldBe("moved");
        revision.ShouldBe(records[^1].Version);
        (await ReadAllAsync(revision, limit: 10)).Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_SinceARevision_TellsWhatChanged_RemovalsToo()
    {
        await WriteAsync(Shop, "a", expected: null);
        var cafe = (await WriteAsync(Cafe, "b", expected: null)).Version!.Value;
        await Store.RemoveAsync(Cafe, cafe, default);
        await WriteAsync(new(RecordKind.AdminKey, "k"), "c", expected: null);

        var (records, _) = await ReadAllAsync(cafe, limit: 10);

        records.Select(record => (record.Key.Name, record.Content is null)).ShouldBe([("cafe", true), ("k", false)]);
    }

    [Fact]
    public async Task Sweep_ForgetsARemoval_WhenItHasBeenToldForLongEnough_AndNeverGivesAVersionTwice()
    {
        var shop = (await WriteAsync(Shop, "a", expected: null)).Version!.Value;
        await Store.RemoveAsync(Shop, shop, default);
        var (_, removedAt) = await ReadAllAsync(since: 0, limit: 10);

        Time.Advance(RecordLimits.RemovalMemory - TimeSpan.FromSeconds(1));
        (await Store.SweepAsync(10, default)).ShouldBe(0);
        Time.Advance(TimeSpan.FromSeconds(2));
        (await Store.SweepAsync(10, default)).ShouldBe(1);

        (await ReadAllAsync(since: 0, limit: 10)).Records.ShouldBeEmpty();
        (await WriteAsync(Cafe, "b", expected: null)).Version!.Value.ShouldBeGreaterThan(removedAt);
    }

    [Fact]
    public async Task Sweep_OfARemovalOfARecordThatWasMadeAnew_LeavesTheRecord()
    {
        var version = (await WriteAsync(Shop, "a", expected: null)).Version!.Value;
        await Store.RemoveAsync(Shop, version, default);
        await WriteAsync(Shop, "b", expected: null);

        Time.Advance(RecordLimits.RemovalMemory * 2);
        await Store.SweepAsync(10, default);

        Text((await ReadAllAsync(since: 0, limit: 10)).Records.ShouldHaveSingleItem()).ShouldBe("b");
    }

    [Fact]
    public async Task Content_OfAnyBytes_ComesBackAsItWas()
    {
        var content = Enumerable.Range(0, 4096).Select(i => (byte)i).ToArray();

        await Store.WriteAsync(Shop, content, expected: null, default);

        (await Store.FindAsync(Shop, default))!.Content!.Value.ToArray().ShouldBe(content);
        (await ReadAllAsync(since: 0, limit: 1)).Records.ShouldHaveSingleItem().Content!.Value.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task Write_TellsThatSomethingChanged()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.Changed += () => told.TrySetResult();

        await WriteAsync(Shop, "a", expected: null);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private protected async Task<RecordWrite> WriteAsync(RecordKey key, string content, long? expected) =>
        await Store.WriteAsync(key, Encoding.UTF8.GetBytes(content), expected, default);

    private protected async Task<(List<StoredRecord> Records, long Revision)> ReadAllAsync(long since, int limit)
    {
        var all = new List<StoredRecord>();
        while (true)
        {
            var page = await Store.ReadAsync(since, limit, default);
            page.Records.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Records);
            since = page.Revision;
            if (!page.HasMore)
                return (all, since);
        }
    }

    private protected static string Text(StoredRecord? record) => Encoding.UTF8.GetString(record!.Content!.Value.Span);
}
