using WeChatPush.Records;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Records;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Records;

public sealed class SqliteRecordStoreTests : RecordStoreContract
{
    private SqliteFile _file = null!;

    [Fact]
    public async Task Write_AfterTheCounterWasLost_TakesAHigherVersionThanAnyThatIsThere()
    {
        var version = (await WriteAsync(new(RecordKind.App, "shop"), "a", expected: null)).Version!.Value;
        await _file.Store.WriteAsync(session => session.Execute("DELETE FROM record_revision"));

        var next = await WriteAsync(new(RecordKind.App, "cafe"), "b", expected: null);

        next.Version!.Value.ShouldBeGreaterThan(version);
    }

    private protected override Task<(IAsyncDisposable Surroundings, Func<IRecordStore> Open)> OpenAsync()
    {
        _file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<IRecordStore>)>(
            (_file, () => new SqliteRecordStore(_file.Store, Time)));
    }
}
