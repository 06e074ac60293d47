using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>How long the bodies of finished pushes are kept.</summary>
public abstract class PayloadContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly TimeSpan Payload = TimeSpan.FromHours(1);

    [Fact]
    public async Task Sweep_AfterThePayloadsRetention_LeavesTheRecordWithoutItsBody()
    {
        Settings.Retention.Payload = Payload;
        var done = await FinishAsync(new Settlement.Done("handled"));
        var dead = await FinishAsync(new Settlement.DeadLetter("no use"));
        var waiting = await AppendAsync(Push("other"));
        Time.Advance(Payload - TimeSpan.FromMilliseconds(1));
        await SweepAllAsync();
        (await FindAsync(done)).PayloadGone.ShouldBeFalse();

        Time.Advance(TimeSpan.FromHours(1));
        await SweepAllAsync();

        foreach (var (id, state) in new[] { (done, PushState.Done), (dead, PushState.Dead) })
        {
            var push = await FindAsync(id);
            (push.State, push.PayloadGone, push.OpenId).ShouldBe((state, true, "user"));
            push.Timeline.Count.ShouldBeGreaterThan(1);
            (await History.ReplayAsync("shop", id, new("operator", null), default)).ShouldBeFalse();
        }

        (await History.ReplayDeadLettersAsync("shop", new("operator", null), default)).ShouldBe(0);
        (await FindAsync(waiting.Id)).PayloadGone.ShouldBeFalse();
        (await ClaimOneAsync()).Id.ShouldBe(waiting.Id);
    }

    [Fact]
    public async Task Sweep_WithoutARetentionOfPayloads_KeepsThemWithTheRecord()
    {
        var done = await FinishAsync(new Settlement.Done("handled"));
        Time.Advance(Settings.Retention.Done - TimeSpan.FromSeconds(1));
        await SweepAllAsync();

        (await FindAsync(done)).PayloadGone.ShouldBeFalse();
        (await History.ReplayAsync("shop", done, new("operator", null), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sweep_OfMoreThanItLooksAtInOneStep_FindsAll_AndThoseThatEndedLate()
    {
        Settings.Retention.Payload = Payload;
        var late = await AppendAsync(Push("late"));
        var claim = await ClaimOneAsync();
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
            ids.Add(await FinishAsync(new Settlement.Done(null)));
        Time.Advance(Payload + TimeSpan.FromSeconds(1));
        await SweepAllAsync(10);
        foreach (var id in ids)
            (await FindAsync(id)).PayloadGone.ShouldBeTrue();
        (await FindAsync(late.Id)).PayloadGone.ShouldBeFalse();

        await DoneAsync(claim);
        Time.Advance(TimeSpan.FromHours(2));
        await SweepAllAsync(10);

        (await FindAsync(late.Id)).PayloadGone.ShouldBeTrue();
    }

    private async Task<string> FinishAsync(Settlement settlement)
    {
        await AppendAsync(Push());
        var claim = (await ClaimAsync()).Single(push => push.OpenId == "user");
        (await SettleAsync(claim, settlement)).ShouldBeTrue();
        return claim.Id;
    }

    private async Task SweepAllAsync(int max = 500)
    {
        while (await Inbox.SweepAsync(max, default) > 0)
        {
            // There may be more.
        }
    }
}
