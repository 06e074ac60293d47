using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Campaigns;

public sealed class SendResultPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClaimedRecipient Recipient = new()
    {
        App = "shop", Campaign = "c", Number = 7, Holder = "h", OpenId = "oA", Values = null, FormId = null,
    };

    [Theory]
    [InlineData(SendOutcome.Busy, ErrorClass.Busy, null, "BackOff")]
    [InlineData(SendOutcome.Busy, ErrorClass.Credential, null, "BackOff")]
    [InlineData(SendOutcome.Paused, ErrorClass.Quota, 1999, "BackOff")]
    [InlineData(SendOutcome.Paused, ErrorClass.Operator, 1999, "BackOff")]
    [InlineData(SendOutcome.Paused, ErrorClass.Quota, 2000, "Pause")]
    [InlineData(SendOutcome.Paused, ErrorClass.Rate, 1999, "BackOff")]
    [InlineData(SendOutcome.Paused, ErrorClass.Rate, 2000, "Pause")]
    [InlineData(SendOutcome.Paused, ErrorClass.Operator, 2000, "Pause")]
    [InlineData(SendOutcome.Paused, ErrorClass.Quota, null, "Pause")]
    [InlineData(SendOutcome.Failed, ErrorClass.Operator, null, "Pause")]
    [InlineData(SendOutcome.Refused, ErrorClass.User, 1, "Settle")]
    [InlineData(SendOutcome.Failed, ErrorClass.Request, null, "Settle")]
    [InlineData(SendOutcome.Uncertain, ErrorClass.Uncertain, null, "Settle")]
    [InlineData(SendOutcome.Sent, ErrorClass.Sent, null, "Settle")]
    public void Decide_AfterASend_WaitsPausesOrSettles(
        SendOutcome outcome, ErrorClass errorClass, int? retryAfterMs, string decision) =>
        SendResultPolicy.Decide(Ended(outcome, errorClass, retryAfterMs: retryAfterMs), Now).ToString().ShouldBe(decision);

    [Theory]
    [InlineData(ErrorClass.Quota, 45009, null, PauseReason.Quota, 3600)]
    [InlineData(ErrorClass.Quota, 45009, 90_000, PauseReason.Quota, 90)]
    [InlineData(ErrorClass.Rate, 45011, null, PauseReason.Rate, 60)]
    [InlineData(ErrorClass.Rate, 45011, 90_000, PauseReason.Rate, 90)]
    [InlineData(ErrorClass.Operator, 48001, null, PauseReason.Operator, 300)]
    [InlineData(ErrorClass.Operator, 48001, 90_000, PauseReason.Operator, 90)]
    [InlineData(ErrorClass.Operator, 45103, 90_000, PauseReason.Operator, null)]
    public void ToPause_SaysWhy_AndUntilWhen(
        ErrorClass errorClass, int errCode, int? retryAfterMs, PauseReason reason, int? seconds)
    {
        var move = SendResultPolicy.ToPause(
            Ended(SendOutcome.Paused, errorClass, errCode, retryAfterMs), Now, new SendingOptions());

        move.To.ShouldBe(CampaignState.Paused);
        move.Reason.ShouldBe(reason);
        move.ResumesAt.ShouldBe(seconds is { } rest ? Now.AddSeconds(rest) : null);
    }

    [Theory]
    [InlineData(SendOutcome.Sent, RecipientOutcome.Sent)]
    [InlineData(SendOutcome.Refused, RecipientOutcome.Refused)]
    [InlineData(SendOutcome.Uncertain, RecipientOutcome.Uncertain)]
    [InlineData(SendOutcome.Failed, RecipientOutcome.Failed)]
    [InlineData(SendOutcome.Paused, RecipientOutcome.Failed)]
    public void ToRecipientEnd_HasTheOutcome_AndWeChatsWordsUnlessItWasSent(SendOutcome outcome, RecipientOutcome expected)
    {
        var result = Ended(outcome, ErrorClass.User, errCode: 41028);

        var end = SendResultPolicy.ToRecipientEnd(Recipient, result, mayTakeAnother: false);

        end.Recipient.ShouldBeSameAs(Recipient);
        end.Outcome.ShouldBe(expected);
        end.Credit.ShouldBe(CreditOutcomePolicy.For(result));
        (end.ErrCode, end.ErrMsg).ShouldBe(outcome is SendOutcome.Sent ? (null, null) : (41028, "its words"));
        end.TakeAnother.ShouldBeFalse();
    }

    [Theory]
    [InlineData(41028, true, true)]
    [InlineData(41028, false, false)]
    [InlineData(43101, true, false)]
    public void ToRecipientEnd_TakesAnotherCredit_WhereOneIsLeftToTry_AndMayHelp(int errCode, bool may, bool takes) =>
        SendResultPolicy.ToRecipientEnd(Recipient, Ended(SendOutcome.Refused, ErrorClass.User, errCode), may)
            .TakeAnother.ShouldBe(takes);

    [Fact]
    public void Unsendable_Fails_ReturnsTheCredit_AndSaysWhy()
    {
        var end = SendResultPolicy.Unsendable(Recipient, "there is no value for {name}");

        end.Recipient.ShouldBeSameAs(Recipient);
        (end.Outcome, end.Credit, end.ErrMsg).ShouldBe((RecipientOutcome.Failed, CreditOutcome.Returned, "there is no value for {name}"));
    }

    private static SendResult Ended(
        SendOutcome outcome, ErrorClass errorClass, int? errCode = null, int? retryAfterMs = null) => new()
    {
        Outcome = outcome,
        Class = errorClass,
        ErrCode = errCode,
        ErrMsg = "its words",
        RetryAfter = retryAfterMs is { } rest ? Now.AddMilliseconds(rest) : null,
    };
}
