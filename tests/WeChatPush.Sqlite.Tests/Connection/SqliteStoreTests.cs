using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Connection;

public sealed class SqliteStoreTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    public Task InitializeAsync()
    {
        _store = Open();
        _store.Migrate("test", "CREATE TABLE item (id INTEGER PRIMARY KEY, batch INTEGER)");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Write_WhenItReturns_IsThereForAnotherConnection()
    {
        await _store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES ($1)", 1));

        Count().ShouldBe(1);
    }

    [Fact]
    public async Task Writes_ThatQueueUpBehindACommit_ShareTheNext()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        var queued = Enumerable.Range(1, 100).Select(i => _store.WriteAsync(session =>
        {
            session.Execute("INSERT INTO item (id) VALUES ($1)", i);
            return session.Scalar("SELECT count(*) FROM item");
        }).AsTask()).ToList();
        Count().ShouldBe(0);
        gate.Set();
        await blocked;

        // Each sees those before it: they ran in order, inside one transaction.
        (await Task.WhenAll(queued)).ShouldBe(Enumerable.Range(1, 100).Select(i => (object)(long)i));
    }

    [Fact]
    public async Task Write_WhenOneOfABatchFails_TheOthersDoNotSuffer()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        var before = _store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES (1)")).AsTask();
        var clash = _store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES (1)")).AsTask();
        var after = _store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES (2)")).AsTask();
        gate.Set();
        await blocked;

        await before;
        await Should.ThrowAsync<StoreUnavailableException>(clash);
        await after;
        Count().ShouldBe(2);
    }

    [Fact]
    public async Task Write_WhenTheFileIsLocked_FailsAndKeepsNothing_ThenRecovers()
    {
        await using (var other = new SqliteConnection($"Data Source={_store.Path}"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "INSERT INTO item (id) VALUES (99)";
            await command.ExecuteNonQueryAsync();

            await Should.ThrowAsync<StoreUnavailableException>(_store.WriteAsync(Insert(1)).AsTask());
            _store.LastFailure.ShouldNotBeNull();
        }

        await _store.WriteAsync(Insert(2));
        _store.LastFailure.ShouldBeNull();
        Count().ShouldBe(1);

        static Func<SqliteSession, int> Insert(int id) => session => session.Execute("INSERT INTO item (id) VALUES ($1)", id);
    }

    [Fact]
    public async Task Write_WhenTheDiskIsFull_FailsAndKeepsNothing()
    {
        await _store.WriteAsync(session => session.Scalar("PRAGMA max_page_count = 16"));

        var full = _store.WriteAsync(session =>
        {
            for (var i = 0; i < 1000; i++)
                session.Execute("INSERT INTO item (id, batch) VALUES (NULL, randomblob(1000))");
            return 0;
        }).AsTask();

        (await Should.ThrowAsync<StoreUnavailableException>(full)).Message.ShouldContain("full");
        Count().ShouldBe(0);
        await _store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES (1)"));
    }

    [Fact]
    public async Task Write_WhileTheDiskHangs_IsRefusedOnceTooManyWait()
    {
        using var disk = new ManualResetEventSlim();
        var hanging = _store.WriteAsync(_ => { disk.Wait(); return 0; }).AsTask();
        var waiting = Enumerable.Range(0, 20_000).Select(_ => _store.WriteAsync(_ => 0).AsTask()).ToList();

        var refused = waiting.Where(write => write.IsFaulted).ToList();
        refused.Count.ShouldBeInRange(1, 20_000 - 10_000);
        (await Should.ThrowAsync<StoreUnavailableException>(refused[0])).Message.ShouldContain("too slow");
        disk.Set();
        await hanging;
        await Task.WhenAll(waiting.Except(refused));
        (await _store.WriteAsync(_ => 1)).ShouldBe(1);
    }

    [Fact]
    public async Task Write_AfterShutdown_Fails()
    {
        var store = Open("other.db");
        await store.DisposeAsync();

        await Should.ThrowAsync<StoreUnavailableException>(store.WriteAsync(_ => 0).AsTask());
    }

    [Fact]
    public async Task Dispose_CommitsWhatIsQueued()
    {
        var store = Open("other.db");
        store.Migrate("test", "CREATE TABLE item (id INTEGER PRIMARY KEY)");
        var writes = Enumerable.Range(1, 500)
            .Select(i => store.WriteAsync(session => session.Execute("INSERT INTO item (id) VALUES ($1)", i)).AsTask())
            .ToList();
        await store.DisposeAsync();

        await Task.WhenAll(writes);
        Count("other.db").ShouldBe(500);
    }

    [Fact]
    public void Migrate_RunsEachScriptOnce_AndTheNewOnesLater()
    {
        const string First = "CREATE TABLE more (a INTEGER)";
        _store.Migrate("more", First);
        _store.Migrate("more", First);
        _store.Migrate("more", First, "ALTER TABLE more ADD COLUMN b INTEGER");

        Scalar("SELECT count(*) FROM pragma_table_info('more')").ShouldBe(2);
    }

    [Fact]
    public void Migrate_WhenTheFileIsOfANewerProgram_Refuses()
    {
        _store.Migrate("more", "CREATE TABLE more (a INTEGER)", "ALTER TABLE more ADD COLUMN b INTEGER");

        Should.Throw<StoreUnavailableException>(() => _store.Migrate("more", "CREATE TABLE more (a INTEGER)"))
            .Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task File_IsWrittenAheadAndSynced()
    {
        (await _store.ReadAsync(session => session.Scalar("PRAGMA journal_mode"), CancellationToken.None)).ShouldBe("wal");
        (await _store.WriteAsync(session => session.Scalar("PRAGMA synchronous"))).ShouldBe(2L);
    }

    [Fact]
    public async Task Read_WhenTheFileCannotBeOpened_Fails()
    {
        File.Delete(_store.Path);
        Directory.CreateDirectory(_store.Path);

        await Should.ThrowAsync<StoreUnavailableException>(_store.ReadAsync(_ => 0, CancellationToken.None).AsTask());
    }

    private SqliteStore Open(string name = "store.db") => new(_directory.File(name), NullLogger<SqliteStore>.Instance);

    private long Count(string name = "store.db") => Scalar("SELECT count(*) FROM item", name);

    private long Scalar(string sql, string name = "store.db")
    {
        using var connection = new SqliteConnection($"Data Source={_directory.File(name)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
