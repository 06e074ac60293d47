using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class WindowSweepTests
{
    [Fact]
    public async Task Sweep_ForgetsWindowsAWeekAfterTheirEnd_BatchByBatch()
    {
        await using var file = new SqliteFile();
        var time = new ManualTimeProvider();
        var store = new SqliteSendingStore(file.Store);
        for (var i = 0; i < 12; i++)
            await store.EndWindowAsync("shop", $"oOld{i}", WindowEnd.Closed, time.GetUtcNow());
        time.Advance(TimeSpan.FromDays(6));
        await store.EndWindowAsync("shop", "oRecent", WindowEnd.Closed, time.GetUtcNow());
        var sweep = new WindowSweep(store, time);

        (await sweep.SweepAsync(5, default)).ShouldBeFalse("a week has not passed");
        time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        (await sweep.SweepAsync(5, default)).ShouldBeTrue();
        (await sweep.SweepAsync(5, default)).ShouldBeTrue();
        (await sweep.SweepAsync(5, default)).ShouldBeFalse();

        (await store.ReadWindowAsync("shop", "oOld9", default)).ShouldBeNull();
        (await store.ReadWindowAsync("shop", "oRecent", default)).ShouldNotBeNull();
    }
}
