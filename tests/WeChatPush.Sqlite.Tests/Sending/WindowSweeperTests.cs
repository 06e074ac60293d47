using WeChatPush.TestSupport.Engine;
using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class WindowSweeperTests
{
    [Fact]
    public async Task Sweeper_ForgetsWindowsAWeekAfterTheirEnd()
    {
        await using var file = new SqliteFile();
        var time = new ManualTimeProvider();
        var store = new SqliteSendingStore(file.Store);
        for (var i = 0; i < 1200; i++)
            await store.EndWindowAsync("shop", $"oOld{i}", WindowEnd.Closed, time.GetUtcNow());
        time.Advance(TimeSpan.FromDays(6));
        await store.EndWindowAsync("shop", "oRecent", WindowEnd.Closed, time.GetUtcNow());
        using var sweeper = new WindowSweeper(store, time);
        await sweeper.StartAsync(default);

        time.Advance(TimeSpan.FromDays(1));
        await Eventually.TrueAsync(
            async () =>
            {
                // Its timer may not have been set yet.
                time.Advance(TimeSpan.FromMinutes(10));
                return await store.ReadWindowAsync("shop", "oOld999", default) is null;
            },
            () => "nothing is swept");

        await sweeper.StopAsync(default);
        (await store.ReadWindowAsync("shop", "oRecent", default)).ShouldNotBeNull();
    }
}
