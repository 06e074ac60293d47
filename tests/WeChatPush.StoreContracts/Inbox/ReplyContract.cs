using System.Text;
using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class ReplyContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Claim_TakesWhatAwaitsAReplyFirst_AndAlsoWhenThereIsNoRoom()
    {
        await AppendAsync(Push("a"));
        Time.Advance(TimeSpan.FromSeconds(1));
        var urgent = await AppendAsync(Awaiting());

        var (pushes, _) = await Inbox.ClaimAsync(1, ClaimScope.AwaitingReply, CancellationToken.None);
        var claim = pushes.ShouldHaveSingleItem();
        claim.Id.ShouldBe(urgent.Id);
        claim.AwaitsReply.ShouldBeTrue();
        (await Inbox.ClaimAsync(10, ClaimScope.AwaitingReply, CancellationToken.None)).Pushes.ShouldBeEmpty();
        (await ClaimOneAsync()).AwaitsReply.ShouldBeFalse();
    }

    [Fact]
    public async Task Claim_OfWhatAwaitsAReply_DoesNotWaitForTheUsersOtherPushes()
    {
        await AppendAsync(Push("a"));
        await ClaimOneAsync();
        var urgent = await AppendAsync(Awaiting("a"));

        (await ClaimOneAsync()).Id.ShouldBe(urgent.Id);
    }

    [Fact]
    public async Task WaitForReply_GetsItWhenItIsSettled_AndEveryLaterTryToo()
    {
        var push = await AppendAsync(Awaiting(key: "a"));
        var waiting = Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None).AsTask();
        var claim = await ClaimOneAsync();
        (await Inbox.AppendAsync(Awaiting(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.DuplicateAwaitingReply);
        var joined = Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        await SettleAsync(claim, new Settlement.Done("answered", Reply("<xml>好</xml>")));
        Text(await waiting.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("<xml>好</xml>");
        Text(await joined.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("<xml>好</xml>");

        await CrashAsync();
        (await Inbox.AppendAsync(Awaiting(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.DuplicateAwaitingReply);
        (await ClaimAsync()).ShouldBeEmpty();
        Text(await Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None)).ShouldBe("<xml>好</xml>");
    }

    [Fact]
    public async Task WaitForReply_WhenTheTimeIsOver_HasNone()
    {
        var push = await AppendAsync(Awaiting());
        var waiting = Inbox.WaitForReplyAsync("shop", push.Key, TimeSpan.FromSeconds(4), CancellationToken.None).AsTask();
        while (!waiting.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task WaitForReply_WhenTheExecutionFails_HasNoneAtOnce()
    {
        var push = await AppendAsync(Awaiting());
        var waiting = Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None).AsTask();
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("the handler failed"));

        (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeNull();
    }

    [Fact]
    public async Task Append_OfADuplicateOfAFailedOne_RunsItAgain()
    {
        var push = await AppendAsync(Awaiting(key: "a"));
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no handler", Reply("ErrCode -1")));
        Text(await Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None)).ShouldBe("ErrCode -1");

        (await Inbox.AppendAsync(Awaiting(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.DuplicateAwaitingReply);
        var again = await ClaimOneAsync();
        again.Id.ShouldBe(push.Id);
        again.Attempt.ShouldBe(1);
        var waiting = Inbox.WaitForReplyAsync("shop", push.Key, Long, CancellationToken.None).AsTask();
        await SettleAsync(again, new Settlement.Done("answered", Reply("ErrCode 0")));

        Text(await waiting.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("ErrCode 0");
        (await FindAsync(push.Id)).State.ShouldBe(PushState.Done);
    }

    [Fact]
    public async Task Append_OfADuplicateOfAnAcknowledgedOne_AwaitsNothing()
    {
        await AppendAsync(Push(key: "a"));

        (await Inbox.AppendAsync(Awaiting(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Sweep_WithinTheWindow_ForgetsNoneWhoMayBeTriedAgain()
    {
        Settings.Retention.Done = Settings.Retention.Dead = TimeSpan.Zero;
        var paid = await AppendAsync(Awaiting(key: "paid") with { Window = TimeSpan.FromHours(72) });
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no handler", Reply("ErrCode -1")));
        Time.Advance(TimeSpan.FromHours(71));
        await Inbox.SweepAsync(100, CancellationToken.None);

        // An acknowledgement here would tell WeChat that the goods were delivered.
        (await Inbox.AppendAsync(Awaiting(key: "paid"), CancellationToken.None)).ShouldBe(AppendOutcome.DuplicateAwaitingReply);
        var claim = await ClaimOneAsync();
        claim.Id.ShouldBe(paid.Id);
        await DoneAsync(claim);

        Time.Advance(TimeSpan.FromHours(73));
        await Inbox.SweepAsync(100, CancellationToken.None);
        (await History.FindAsync("shop", paid.Id, CancellationToken.None)).ShouldBeNull();
    }

    private static StoredReply Reply(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Text(StoredReply? reply) => Encoding.UTF8.GetString(reply.ShouldNotBeNull().Content.Span);

    private IncomingPush Awaiting(string user = "user", string? key = null) => Push(user, key) with { AwaitsReply = true };
}
