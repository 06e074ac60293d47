using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Credits;

public sealed class CreditOutcomePolicyTests
{
    [Theory]
    [InlineData(SendOutcome.Sent, null, "Spent")]
    [InlineData(SendOutcome.Uncertain, null, "Uncertain")]
    [InlineData(SendOutcome.Uncertain, 43101, "Uncertain")]
    [InlineData(SendOutcome.Refused, 43101, "BurnedAll")]
    [InlineData(SendOutcome.Refused, 40003, "Burned")]
    [InlineData(SendOutcome.Refused, 43104, "Burned")]
    [InlineData(SendOutcome.Refused, 41027, "Returned")]
    [InlineData(SendOutcome.Refused, 41028, "Burned")]
    [InlineData(SendOutcome.Refused, 41029, "Burned")]
    [InlineData(SendOutcome.Refused, 41030, "Returned")]
    [InlineData(SendOutcome.Refused, 41031, "Burned")]
    [InlineData(SendOutcome.Refused, 41035, "Burned")]
    [InlineData(SendOutcome.Refused, 41036, "Returned")]
    [InlineData(SendOutcome.Refused, null, "Returned")]
    [InlineData(SendOutcome.Failed, 43101, "Returned")]
    [InlineData(SendOutcome.Failed, 41028, "Returned")]
    [InlineData(SendOutcome.Failed, 40003, "Returned")]
    [InlineData(SendOutcome.Paused, 45009, "Returned")]
    [InlineData(SendOutcome.Busy, -1, "Returned")]
    public void For_TheEndOfASend_IsTheEndOfItsCredit(SendOutcome outcome, int? errCode, string credit) =>
        CreditOutcomePolicy.For(Ended(outcome, errCode)).ToString().ShouldBe(credit);

    [Theory]
    [InlineData(SendOutcome.Refused, 41028, true)]
    [InlineData(SendOutcome.Refused, 41029, true)]
    [InlineData(SendOutcome.Refused, 41031, false)]
    [InlineData(SendOutcome.Refused, 43101, false)]
    [InlineData(SendOutcome.Refused, null, false)]
    [InlineData(SendOutcome.Failed, 41028, false)]
    [InlineData(SendOutcome.Uncertain, 41029, false)]
    [InlineData(SendOutcome.Sent, null, false)]
    public void AllowsAnother_OnlyAfterAFormIdThatDidNotWork(SendOutcome outcome, int? errCode, bool allows) =>
        CreditOutcomePolicy.AllowsAnother(Ended(outcome, errCode)).ShouldBe(allows);

    private static SendResult Ended(SendOutcome outcome, int? errCode) =>
        new() { Outcome = outcome, Class = ErrorClass.User, ErrCode = errCode };
}
