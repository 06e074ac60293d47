using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class SqliteTokenStoreTests : TokenStoreContract
{
    [Fact]
    public async Task Open_AfterACrashInTheMiddleOfATurn_EndsTheTurn()
    {
        await Store.BeginRefreshAsync("wx1", "died", null, Now, TimeSpan.FromSeconds(30), default);

        var next = await Opened.Reopen().BeginRefreshAsync("wx1", "next", null, Now, TimeSpan.FromSeconds(30), default);

        next.IsMine.ShouldBeTrue();
    }

    private protected override Task<SendingStoreUnderTest> OpenAsync() => SqliteSendingStores.OpenAsync();
}

public sealed class SqliteWindowStoreTests : WindowStoreContract
{
    [Fact]
    public async Task Sweep_ForgetsWhatIsOver_InBatches()
    {
        for (var i = 0; i < 5; i++)
            await Store.EndWindowAsync("shop", $"oGone{i}", WindowEnd.Closed, Now);
        await GrantAsync(5, TimeSpan.FromHours(48));
        Time.Advance(TimeSpan.FromHours(1));

        (await SweepAsync(3) + await SweepAsync(3) + await SweepAsync(3)).ShouldBe(5);
        (await Store.ReadWindowAsync("shop", "oGone0", default)).ShouldBeNull();
        (await ReadAsync()).ShouldNotBeNull();
    }

    private async Task<int> SweepAsync(int max) => await ((SqliteSendingStore)Store).SweepWindowsAsync(Now, max, default);

    private protected override Task<SendingStoreUnderTest> OpenAsync() => SqliteSendingStores.OpenAsync();
}

internal static class SqliteSendingStores
{
    public static Task<SendingStoreUnderTest> OpenAsync()
    {
        var file = new SqliteFile();
        return Task.FromResult(
            new SendingStoreUnderTest(
                new SqliteSendingStore(file.Store), () => new SqliteSendingStore(file.Store), file));
    }
}
