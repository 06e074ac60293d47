using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.StoreContracts.Credits;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The ledger in a database file of its own.</summary>
public sealed class SqliteLedgerUnderTest : ILedgerUnderTest, IStoredRecords
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    public object Ledger { get; private set; } = null!;

    public Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        _store = new SqliteStore(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        Ledger = new SqliteCreditLedger(_store, new FixedOptions<WeChatPushOptions>(settings), time);
        return Task.CompletedTask;
    }

    public async Task<long> CountRowsAsync() => await _store.ReadAsync(
        session =>
        {
            var tables = new List<string>();
            using (var reader = session.Prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'credit_*'").ExecuteReader())
            {
                while (reader.Read())
                    tables.Add(reader.GetString(0));
            }

            return tables.Sum(table => (long)session.Scalar($"SELECT count(*) FROM {table}")!);
        },
        default);

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Task.FromResult(Records.FindPlaces());

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Task.FromResult(Records.Spoil(place, rubbish, random, about));

    private SqliteRecords Records => new(_store.Path, "credit_*");

    public async Task CloseAsync() => await _store.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }
}
