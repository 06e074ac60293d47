using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class JournalContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private const string Api = "/cgi-bin/message/custom/send";

    [Fact]
    public async Task BeginSend_TheFirstTime_IsFresh()
    {
        await AppendAsync(Push());
        (await BeginAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Fresh);
    }

    [Theory]
    [InlineData(SendOutcome.Sent)]
    [InlineData(SendOutcome.Refused)]
    public async Task BeginSend_WhenAnEarlierAttemptEndedIt_AnswersHow(SendOutcome outcome)
    {
        await AppendAsync(Push());
        var first = await ClaimOneAsync();
        await BeginAsync(first);
        await EndAsync(first, outcome, 45015, "response out of time limit");
        var second = await NextAttemptAsync(first);

        var slot = await BeginAsync(second);
        slot.State.ShouldBe(SendSlotState.Settled);
        slot.Earlier!.Outcome.ShouldBe(outcome);
        slot.Earlier.ErrCode.ShouldBe(45015);
        slot.Earlier.ErrMsg.ShouldBe("response out of time limit");
        slot.Earlier.Api.ShouldBe(Api);
    }

    [Theory]
    [InlineData(SendOutcome.Busy)]
    [InlineData(SendOutcome.Paused)]
    [InlineData(SendOutcome.Failed)]
    [InlineData(SendOutcome.WindowClosed)]
    public async Task BeginSend_WhenNothingHadReachedTheUser_IsFreshAgain(SendOutcome outcome)
    {
        await AppendAsync(Push());
        var first = await ClaimOneAsync();
        await BeginAsync(first);
        await EndAsync(first, outcome);

        (await BeginAsync(await NextAttemptAsync(first))).State.ShouldBe(SendSlotState.Fresh);
    }

    [Fact]
    public async Task BeginSend_WhenTheHolderDiedInTheMiddle_IsUncertain()
    {
        var push = await AppendAsync(Push());
        await BeginAsync(await ClaimOneAsync());
        Time.Advance(TimeSpan.FromSeconds(61));
        var next = await ClaimOneAsync();

        (await BeginAsync(next)).State.ShouldBe(SendSlotState.Uncertain);
        (await BeginAsync(next)).State.ShouldBe(SendSlotState.Uncertain);
        (await FindAsync(push.Id)).Sends.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Uncertain);
    }

    [Fact]
    public async Task BeginSend_WhenUncertainAndConfiguredToResend_IsFresh()
    {
        Settings.Sending.WhenUncertain = UncertainSend.Resend;
        await AppendAsync(Push());
        await BeginAsync(await ClaimOneAsync());
        Time.Advance(TimeSpan.FromSeconds(61));

        (await BeginAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Fresh);
    }

    [Fact]
    public async Task BeginSend_WhenTheLeaseWasLost_SaysSo()
    {
        await AppendAsync(Push());
        var late = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(61));
        await ClaimOneAsync();

        (await BeginAsync(late)).State.ShouldBe(SendSlotState.Lost);
    }

    [Fact]
    public async Task BeginSend_OfALateHolder_DoesNotTouchTheRecordOfTheNext()
    {
        var push = await AppendAsync(Push());
        var late = await ClaimOneAsync();
        await BeginAsync(late);
        Time.Advance(TimeSpan.FromSeconds(61));
        Settings.Sending.WhenUncertain = UncertainSend.Resend;
        var holder = await ClaimOneAsync();
        await BeginAsync(holder);
        await EndAsync(holder, SendOutcome.Sent);
        await EndAsync(late, SendOutcome.Busy);

        (await FindAsync(push.Id)).Sends.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task BeginSend_AfterAReplay_IsARunOfItsOwn()
    {
        var push = await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        await BeginAsync(claim);
        await EndAsync(claim, SendOutcome.Sent);
        await DoneAsync(claim);
        await History.ReplayAsync("shop", push.Id, new ReplayRequest("admin", null), CancellationToken.None);

        var replayed = await ClaimOneAsync();
        replayed.Replay.ShouldBe(1);
        (await BeginAsync(replayed)).State.ShouldBe(SendSlotState.Fresh);
        (await FindAsync(push.Id)).Sends.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(SendOutcome.Sent, "Settled")]
    [InlineData(SendOutcome.Refused, "Settled")]
    [InlineData(SendOutcome.Uncertain, "Uncertain")]
    [InlineData(SendOutcome.Busy, "Fresh")]
    [InlineData(SendOutcome.WindowClosed, "Fresh")]
    public async Task FindSend_AnswersLikeBegin(SendOutcome outcome, string state)
    {
        await AppendAsync(Push());
        var first = await ClaimOneAsync();
        await BeginAsync(first);
        await EndAsync(first, outcome, 45015);
        var second = await NextAttemptAsync(first);

        var slot = await LookAsync(second);
        $"{slot.State}".ShouldBe(state);
        slot.Earlier!.ErrCode.ShouldBe(45015);
        (await BeginAsync(second)).State.ShouldBe(slot.State);
    }

    [Fact]
    public async Task FindSend_DoesNotBeginIt()
    {
        var push = await AppendAsync(Push());
        (await LookAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Fresh);
        (await FindAsync(push.Id)).Sends.ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(61));

        (await BeginAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Fresh);
    }

    [Fact]
    public async Task FindSend_OfOneLeftWithoutAnEnd_IsUncertain_AndListedSo()
    {
        var push = await AppendAsync(Push());
        var late = await ClaimOneAsync();
        await BeginAsync(late);
        Time.Advance(TimeSpan.FromSeconds(61));

        (await LookAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Uncertain);
        (await FindAsync(push.Id)).Sends.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Uncertain);
        (await LookAsync(late)).State.ShouldBe(SendSlotState.Lost);
    }

    [Fact]
    public async Task BeginSend_AfterATryThatSentNothing_IsFreshForTheSameHolder()
    {
        await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        await BeginAsync(claim);
        await EndAsync(claim, SendOutcome.Busy, -1);

        (await BeginAsync(claim)).State.ShouldBe(SendSlotState.Fresh);
        Time.Advance(TimeSpan.FromSeconds(61));
        (await LookAsync(await ClaimOneAsync())).State.ShouldBe(SendSlotState.Uncertain);
    }

    [Fact]
    public async Task EndSend_OfOneThatNeverBegan_IsNotedByTheHolderOnly()
    {
        var push = await AppendAsync(Push());
        var late = await ClaimOneAsync();
        await EndAsync(late, SendOutcome.Busy, ordinal: 0);
        Time.Advance(TimeSpan.FromSeconds(61));
        var holder = await ClaimOneAsync();
        await EndAsync(holder, SendOutcome.WindowClosed, ordinal: 0);
        await EndAsync(holder, SendOutcome.Sent, ordinal: 1);

        await EndAsync(late, SendOutcome.Failed, ordinal: 0);
        await EndAsync(late, SendOutcome.Failed, ordinal: 1);
        await EndAsync(late, SendOutcome.Failed, ordinal: 2);
        var sends = (await FindAsync(push.Id)).Sends;
        sends.Select(send => (send.Api, send.Outcome)).ShouldBe(
            [(Api, SendOutcome.WindowClosed), (Api, SendOutcome.Sent)], ignoreOrder: true);
    }

    [Fact]
    public async Task Sends_AreTheirOwnBySequence()
    {
        var push = await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        for (var ordinal = 0; ordinal < 3; ordinal++)
        {
            (await BeginAsync(claim, ordinal)).State.ShouldBe(SendSlotState.Fresh);
            await EndAsync(claim, SendOutcome.Sent, ordinal: ordinal);
        }

        var sends = (await FindAsync(push.Id)).Sends;
        sends.Count.ShouldBe(3);
        sends.ShouldAllBe(send => send.Outcome == SendOutcome.Sent && send.DurationMs == 12);
    }

    [Fact]
    public async Task EndSend_WithTheIdOfTheMessage_KeepsEveryDigit()
    {
        const string id = "3248682510344192008";
        var push = await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        await BeginAsync(claim);
        var record = new SendRecord(Api, Time.GetUtcNow(), SendOutcome.Sent, 0, "ok", TimeSpan.FromMilliseconds(12));
        await Inbox.EndSendAsync(claim, 0, record with { MsgId = id }, CancellationToken.None);

        (await FindAsync(push.Id)).Sends.ShouldHaveSingleItem().MsgId.ShouldBe(id);
        (await BeginAsync(await NextAttemptAsync(claim))).Earlier!.MsgId.ShouldBe(id);
    }

    private async Task<ClaimedPush> NextAttemptAsync(ClaimedPush claim)
    {
        await SettleAsync(claim, RetryIn(TimeSpan.Zero));
        return await ClaimOneAsync();
    }

    private ValueTask<SendSlot> LookAsync(ClaimedPush claim) => Inbox.FindSendAsync(claim, 0, CancellationToken.None);

    private ValueTask<SendSlot> BeginAsync(ClaimedPush claim, int ordinal = 0) =>
        Inbox.BeginSendAsync(claim, ordinal, Api, CancellationToken.None);

    private ValueTask EndAsync(
        ClaimedPush claim, SendOutcome outcome, int? errCode = null, string? errMsg = null, int ordinal = 0) =>
        Inbox.EndSendAsync(
            claim,
            ordinal,
            new SendRecord(Api, Time.GetUtcNow(), outcome, errCode, errMsg, TimeSpan.FromMilliseconds(12)),
            CancellationToken.None);
}
