using WeChatPush.Sqlite.Stats;
using WeChatPush.Stats;
using WeChatPush.StoreContracts.Stats;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Stats;

public sealed class SqliteStatStoreTests : StatStoreContract
{
    [Fact]
    public async Task Sweep_TakesAtMostSoMany_OldestFirst()
    {
        await WriteAsync(Row("shop", 0, "a", 1), Row("cafe", 5, "a", 2), Row("shop", 10, "a", 3));

        (await Store.SweepAsync(Noon.AddDays(1), 2, default)).ShouldBe(2);
        (await ReadAsync("shop", Noon, Noon.AddDays(1))).ShouldBe(["10 a 3"]);
        (await Store.SweepAsync(Noon.AddDays(1), 2, default)).ShouldBe(1);
        (await Store.SweepAsync(Noon.AddDays(1), 2, default)).ShouldBe(0);
    }

    private protected override Task<(IAsyncDisposable Surroundings, Func<IStatStore> Open)> OpenAsync()
    {
        var file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<IStatStore>)>((file, () => new SqliteStatStore(file.Store)));
    }
}
