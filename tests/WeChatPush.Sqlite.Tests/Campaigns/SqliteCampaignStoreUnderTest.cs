using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.StoreContracts.Campaigns;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.Sqlite.Tests.Campaigns;

/// <summary>Campaigns and ledger in a database file of their own.</summary>
public sealed class SqliteCampaignStoreUnderTest : ICampaignStoreUnderTest, IStoredRecords
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    public object Store { get; private set; } = null!;

    public object Ledger { get; private set; } = null!;

    public Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        _store = new SqliteStore(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        var options = new FixedOptions<WeChatPushOptions>(settings);
        Ledger = new SqliteCreditLedger(_store, options, time);
        Store = new SqliteCampaignStore(_store, options, time);
        return Task.CompletedTask;
    }

    /// <summary>The rows of all tables about campaigns.</summary>
    public async Task<long> CountRowsAsync() => await _store.ReadAsync(
        session => new[] { "campaign", "campaign_recipient", "campaign_taken", "campaign_holder", "campaign_key" }
            .Sum(table => (long)session.Scalar($"SELECT count(*) FROM {table}")!),
        default);

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Task.FromResult(Records.FindPlaces());

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Task.FromResult(Records.Spoil(place, rubbish, random, about));

    private SqliteRecords Records => new(_store.Path, "campaign*");

    public async Task CloseAsync() => await _store.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }
}
