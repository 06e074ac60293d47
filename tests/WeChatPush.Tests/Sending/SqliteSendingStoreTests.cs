using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Sending;

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
    public async Task Sweep_ForgetsWhatIsOver_InBites()
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

/// <summary>A database of a test's own.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SqliteFile() => Store = new(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);

    public SqliteStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }
}
