using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class SqliteSendKeyStoreTests : SendKeyContract
{
    [Fact]
    public async Task Open_AfterACrashInTheMiddleOfASend_KnowsThatItsEndIsUnknown()
    {
        await BeginAsync("k", "died");

        var claim = await Reopen().BeginAsync(Key("k"), "next", TimeSpan.FromSeconds(30), default);

        claim.State.ShouldBe(SendKeyState.Unknown);
    }

    [Fact]
    public async Task Sweep_ForgetsWhatIsOver_InBatches()
    {
        for (var i = 0; i < MaxPerApp; i++)
            await BeginAsync($"k{i}", "a");
        Time.Advance(SendKey.Memory);
        await BeginAsync("new", "a", app: "other");

        var store = (SqliteSendKeyStore)Store;
        (await store.SweepAsync(2)).ShouldBe(2);
        (await store.SweepAsync(2)).ShouldBe(1);
        (await store.SweepAsync(2)).ShouldBe(0);
        (await BeginAsync("new", "b", app: "other")).ShouldBe(SendKeyState.Running);
    }

    private protected override async Task SweepAsync() => await ((SqliteSendKeyStore)Store).SweepAsync(100);

    private protected override Task<(IAsyncDisposable Surroundings, Func<ISendKeyStore> Open)> OpenAsync()
    {
        var file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<ISendKeyStore>)>(
            (file, () => new SqliteSendKeyStore(file.Store, Time, MaxPerApp)));
    }
}
