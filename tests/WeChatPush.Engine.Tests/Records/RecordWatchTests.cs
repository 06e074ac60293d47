using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Records;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Records;

public sealed class RecordWatchTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly SqliteFile _spool = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _told = [];
    private SqliteRecordStore _records = null!;
    private RecordCopy _copy = null!;

    public Task InitializeAsync()
    {
        _records = new SqliteRecordStore(_file.Store, _time);
        _copy = new RecordCopy(_spool.Store);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _file.DisposeAsync();
        await _spool.DisposeAsync();
    }

    [Fact]
    public async Task Refresh_TellsEveryChangeOnce_ToTheOwnerOfItsKind()
    {
        using var watch = Watch(_records);
        watch.IsLoaded.ShouldBeFalse();
        var version = await WriteAsync("shop", "a");
        await _records.WriteAsync(new(RecordKind.Setting, "other"), "x"u8.ToArray(), null, default);

        await watch.RefreshAsync(default);
        await watch.RefreshAsync(default);
        version = await WriteAsync("shop", "b", version);
        await watch.RefreshAsync(default);
        await _records.RemoveAsync(KeyOf("shop"), version, default);
        await watch.RefreshAsync(default);

        _told.ShouldBe(["shop=a", "shop=b", "shop gone"]);
        watch.IsLoaded.ShouldBeTrue();
    }

    [Fact]
    public async Task Refresh_OfMoreThanAPage_TellsAll()
    {
        using var watch = Watch(_records);
        for (var i = 0; i < 450; i++)
            await WriteAsync($"app{i}", "a");

        await watch.RefreshAsync(default);

        _told.Distinct().Count().ShouldBe(450);
    }

    [Fact]
    public async Task Refresh_AfterRemovalsWereForgotten_FindsWhatIsGone()
    {
        using var watch = Watch(_records);
        var version = await WriteAsync("shop", "a");
        await WriteAsync("cafe", "a");
        await watch.RefreshAsync(default);

        await _records.RemoveAsync(KeyOf("shop"), version, default);
        _time.Advance(RecordLimits.RemovalMemory * 2);
        await _records.SweepAsync(10, default);
        await watch.RefreshAsync(default);

        _told.ShouldBe(["shop=a", "cafe=a", "shop gone"]);
    }

    [Fact]
    public async Task Start_WhileTheStoreIsAway_TakesTheCopy_AndThenWhatChangedMeanwhile()
    {
        var version = await WriteAsync("shop", "a");
        await WriteAsync("cafe", "a");
        using (var before = Watch(_records, _copy))
            await before.RefreshAsync(default);
        _told.Clear();
        var store = new AbsentStore(_records) { IsAway = true };
        using var watch = Watch(store, _copy);

        await watch.StartAsync(default);
        _told.ShouldBe(["shop=a", "cafe=a"]);
        watch.IsLoaded.ShouldBeTrue();
        await _records.RemoveAsync(KeyOf("shop"), version, default);
        await WriteAsync("bakery", "a");
        store.IsAway = false;
        await watch.RefreshAsync(default);

        _told.Skip(2).ShouldBe(["bakery=a", "shop gone"], ignoreOrder: true);
        (await _copy.ReadAsync(default)).Select(record => record.Key.Name).ShouldBe(["cafe", "bakery"], ignoreOrder: true);
        await watch.StopAsync(default);
    }

    [Fact]
    public async Task Start_WhileTheStoreIsAway_WithoutACopy_KnowsThatItKnowsNothing()
    {
        using var watch = Watch(new AbsentStore(_records) { IsAway = true }, _copy);

        await watch.StartAsync(default);

        watch.IsLoaded.ShouldBeFalse();
        await watch.StopAsync(default);
    }

    private RecordWatch Watch(IRecordStore store, IRecordCopy? copy = null)
    {
        var watch = new RecordWatch(store, _time, NullLogger<RecordWatch>.Instance, copy);
        watch.Follow(RecordKind.App, record => _told.Add(
            record.Content is { } content ? $"{record.Key.Name}={Encoding.UTF8.GetString(content.Span)}" : $"{record.Key.Name} gone"));
        return watch;
    }

    private async Task<long> WriteAsync(string name, string content, long? expected = null) =>
        (await _records.WriteAsync(KeyOf(name), Encoding.UTF8.GetBytes(content), expected, default)).Version!.Value;

    private static RecordKey KeyOf(string name) => new(RecordKind.App, name);

    /// <summary>A store that may be away.</summary>
    private sealed class AbsentStore(IRecordStore inner) : IRecordStore
    {
        public event Action? Changed
        {
            add => inner.Changed += value;
            remove => inner.Changed -= value;
        }

        public bool IsAway { get; set; }

        public ValueTask<RecordChanges> ReadAsync(long since, int limit, CancellationToken cancellationToken) =>
            IsAway ? throw new StoreUnavailableException("away") : inner.ReadAsync(since, limit, cancellationToken);

        public ValueTask<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken) =>
            inner.FindAsync(key, cancellationToken);

        public ValueTask<RecordWrite> WriteAsync(
            RecordKey key, ReadOnlyMemory<byte> content, long? expected, CancellationToken cancellationToken) =>
            inner.WriteAsync(key, content, expected, cancellationToken);

        public ValueTask<RecordWrite> RemoveAsync(RecordKey key, long expected, CancellationToken cancellationToken) =>
            inner.RemoveAsync(key, expected, cancellationToken);

        public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) => inner.SweepAsync(max, cancellationToken);
    }
}
