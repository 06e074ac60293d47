using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.Engine.Tests.Campaigns;

public sealed class RecipientTransitionsTests
{
    [Fact]
    public void Claim_WhenTheClaimSkips_EndsWithItsReason_WhateverTheLimit() =>
        RecipientTransitions.Claim("the turn came in quiet hours", 1, 5).ShouldBe(
            new RecipientDecision(RecipientOutcome.Skipped, CreditOutcome.Returned, "the turn came in quiet hours"));

    [Theory]
    [InlineData(null, 1_000, false)]
    [InlineData(2, 0, false)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, true)]
    [InlineData(0, 0, true)]
    public void Claim_AtTheDailyLimit_Skips(int? limit, int today, bool skips)
    {
        var decision = RecipientTransitions.Claim(null, limit, today);

        if (skips)
        {
            decision.ShouldBe(new RecipientDecision(
                RecipientOutcome.Skipped, CreditOutcome.Returned, "the user has had the day's messages"));
        }
        else
        {
            decision.ShouldBeNull();
        }
    }

    [Fact]
    public void ClaimWithoutCredit_Ends_WithoutAText() =>
        RecipientTransitions.ClaimWithoutCredit().ShouldBe(
            new RecipientDecision(RecipientOutcome.NoCredit, CreditOutcome.Returned, null));

    [Theory]
    [InlineData(true, true, false, true)]
    [InlineData(false, true, false, false)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, true, false)]
    public void TakesAnotherCredit_OnlyForOneThatDidNotWork_InACampaignThatGoesOn(
        bool asked, bool hasCredit, bool cancelled, bool takes) =>
        RecipientTransitions.TakesAnotherCredit(Ended(asked), hasCredit, cancelled).ShouldBe(takes);

    [Fact]
    public void Release_LetsTheRecipientWaitAgain_AndReturnsItsCredit()
    {
        var decision = RecipientTransitions.Release(cancelled: false);

        decision.IsEnd.ShouldBeFalse();
        decision.ShouldBe(new RecipientDecision(RecipientOutcome.Pending, CreditOutcome.Returned, null));
    }

    [Fact]
    public void Release_InACancelledCampaign_Cancels_AndReturnsItsCredit()
    {
        var decision = RecipientTransitions.Release(cancelled: true);

        decision.IsEnd.ShouldBeTrue();
        decision.ShouldBe(new RecipientDecision(RecipientOutcome.Cancelled, CreditOutcome.Returned, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeaseExpired_AfterTheSendBegan_IsUncertain_CancelledOrNot(bool cancelled) =>
        RecipientTransitions.LeaseExpired(begun: true, cancelled).ShouldBe(new RecipientDecision(
            RecipientOutcome.Uncertain,
            CreditOutcome.Uncertain,
            "the sending instance stopped before it noted the end of the send"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeaseExpired_BeforeTheSendBegan_IsARelease(bool cancelled) =>
        RecipientTransitions.LeaseExpired(begun: false, cancelled).ShouldBe(RecipientTransitions.Release(cancelled));

    [Fact]
    public void CountsToTheDay_WhenTheMessageArrived_OrMayHave() =>
        Enum.GetValues<RecipientOutcome>().Where(RecipientTransitions.CountsToTheDay)
            .ShouldBe([RecipientOutcome.Sent, RecipientOutcome.Uncertain], ignoreOrder: true);

    private static RecipientEnd Ended(bool takeAnother) => new()
    {
        Recipient = new()
        {
            App = "shop", Campaign = "c", Number = 1, Holder = "h", OpenId = "oA", Values = null, FormId = null,
        },
        Outcome = RecipientOutcome.Refused,
        Credit = CreditOutcome.Burned,
        TakeAnother = takeAnother,
    };
}
