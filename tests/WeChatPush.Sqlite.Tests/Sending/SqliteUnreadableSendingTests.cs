using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class SqliteUnreadableSendingTests : UnreadableSendingContract<SqliteSendingUnderTest>;

/// <summary>The sending stage's tables in a file of their own.</summary>
public sealed class SqliteSendingUnderTest : ISendingUnderTest, IStoredRecords
{
    private const int Batch = 1000;

    private readonly SqliteFile _file = new();
    private TimeProvider _time = TimeProvider.System;
    private SqliteSendingStore _sending = null!;
    private SqliteSendKeyStore _keys = null!;

    public object Store => _sending;

    public object Keys => _keys;

    public object Turns { get; } = new LocalSendTurns();

    public Task OpenAsync(TimeProvider time)
    {
        (_time, _sending, _keys) = (time, new(_file.Store), new(_file.Store, time));
        return Task.CompletedTask;
    }

    public async Task SweepAsync()
    {
        await _keys.SweepAsync(Batch);
        await _sending.SweepWindowsAsync(_time.GetUtcNow(), Batch, default);
    }

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Task.FromResult(Records.FindPlaces());

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Task.FromResult(Records.Spoil(place, rubbish, random, about));

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private SqliteRecords Records => new(_file.Store.Path);
}
