using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class SettleContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Theory]
    [InlineData("Sent", "Spent", 0, 0)]
    [InlineData("Failed", "Returned", 1, 0)]
    [InlineData("Refused", "Burned", 0, 0)]
    [InlineData("Refused", "BurnedAll", 0, 0)]
    [InlineData("Uncertain", "Uncertain", 0, 1)]
    public async Task Settle_EndsRecipientAndCreditTogether(
        string outcome, string credit, int usable, int uncertain)
    {
        var id = await RunAsync("oA", "oB");
        var taken = (await TakeAsync(id, 1)).Single();
        (await BeginAsync(taken)).ShouldSatisfyAllConditions(
            answer => answer.Running.ShouldBeTrue(), answer => answer.Begun.Single().ShouldBeSameAs(taken));
        (await SettleAsync(new RecipientEnd
        {
            Recipient = taken,
            Outcome = Enum.Parse<RecipientOutcome>(outcome),
            Credit = Enum.Parse<CreditOutcome>(credit),
            ErrCode = 43101,
            ErrMsg = "user refuse 你好",
        })).ShouldBeTrue();
        await CrashAsync();

        (await WalkAsync(id, Enum.Parse<RecipientOutcome>(outcome), 10)).ShouldBe(
            [new("oA", Enum.Parse<RecipientOutcome>(outcome), 43101, "user refuse 你好", Now)]);
        (await PermitsAsync("oA")).ShouldBe(new PermitBalance(usable, 0, false, uncertain, 0));
        var counts = await CountsAsync(id);
        (counts.Pending, counts.Total).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Settle_WithTheIdOfTheMessage_KeepsEveryDigit()
    {
        var id = await RunAsync(Users(3));
        foreach (var (number, taken) in (await TakeAsync(id, 3)).Index())
        {
            await BeginAsync(taken);
            var end = new RecipientEnd
            {
                Recipient = taken,
                Outcome = RecipientOutcome.Sent,
                Credit = CreditOutcome.Spent,
                MsgId = number == 1 ? null : $"922337203685477580{number}",
            };
            (await SettleAsync(end)).ShouldBeTrue();
        }

        await CrashAsync();

        string?[] ids = ["9223372036854775800", null, "9223372036854775802"];
        (await WalkAsync(id, null, 10)).Select(one => one.MsgId).ShouldBe(ids);
        (await WalkAsync(id, RecipientOutcome.Sent, 2)).Select(one => one.MsgId).ShouldBe(ids);
    }

    [Fact]
    public async Task Settle_Twice_CountsOnce()
    {
        var id = await RunAsync(Users(2));
        var taken = (await TakeAsync(id, 1)).Single();
        (await SettleAsync(taken)).ShouldBeTrue();

        (await SettleAsync(taken)).ShouldBeFalse();
        (await SettleAsync(taken, RecipientOutcome.Failed, CreditOutcome.Returned)).ShouldBeFalse();
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1, Sent = 1 });
        (await PermitsAsync(taken.OpenId)).Usable.ShouldBe(0);
    }

    [Fact]
    public async Task Settle_OfTheLast_FinishesTheCampaign()
    {
        var id = await RunAsync(Users(3));
        var taken = await TakeAsync(id);
        await Store.SettleAsync(
            [.. taken.Take(2).Select(End)], default);
        (await StateAsync(id)).ShouldBe(CampaignState.Running);
        Time.Advance(TimeSpan.FromSeconds(3));
        await SettleAsync(taken[2]);

        var campaign = await FindAsync(id);
        (campaign.State, campaign.FinishedAt).ShouldBe((CampaignState.Finished, Now));
        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 3 });
    }

    [Fact]
    public async Task Settle_OfTheLast_WhilePaused_FinishesTheCampaign()
    {
        var id = await RunAsync("oA");
        var taken = await TakeAsync(id);
        await BeginAsync(taken);
        await MoveAsync(id, CampaignMove.Pause);
        (await SettleAsync(taken[0])).ShouldBeTrue();

        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    [Fact]
    public async Task Settle_OfTheLastKnown_WhileMoreAreGathered_DoesNotFinish()
    {
        var id = await RunAsync(Plan(CampaignAudience.Everyone), Users(3));
        for (var rounds = 0; (await CountsAsync(id)).Total == 0; rounds++)
        {
            rounds.ShouldBeLessThan(10_000);
            await Store.ExpandAudienceAsync(App, id, 1, default);
        }

        foreach (var one in await TakeAsync(id))
            await SettleAsync(one);

        (await StateAsync(id)).ShouldBe(CampaignState.Running);
    }

    [Fact]
    public async Task Begin_AfterAPause_IsRefused_AndAReleaseLosesNothing()
    {
        var id = await RunAsync(Users(4));
        var taken = await TakeAsync(id, 3);
        await BeginAsync(taken[0]);
        await MoveAsync(id, CampaignMove.Pause);
        (await BeginAsync(taken[1], taken[2])).ShouldSatisfyAllConditions(
            answer => answer.Running.ShouldBeFalse(), answer => answer.Begun.ShouldBeEmpty());
        await ReleaseAsync(taken[1], taken[2]);
        (await SettleAsync(taken[0])).ShouldBeTrue();
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 3, Sent = 1 });
        (await PermitsAsync(taken[1].OpenId)).Usable.ShouldBe(1);

        await MoveAsync(id, CampaignMove.Resume);
        (await TakeAsync(id, 10, Other)).Select(one => one.Number).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task Release_OfWhoWasBegun_MakesHimPendingAgain()
    {
        var id = await RunAsync("oA", "oB");
        var taken = await TakeAsync(id, 1);
        await BeginAsync(taken);
        await ReleaseAsync(taken);
        (await SettleAsync(taken[0])).ShouldBeFalse();
        (await BeginAsync(taken[0])).Begun.ShouldBeEmpty();
        await ReleaseAsync(taken);

        var again = await TakeAsync(id, 1);
        again.Single().OpenId.ShouldBe("oA");
        (await BeginAsync(again)).Begun.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Release_OfAUserWhoLosesHisCreditMeanwhile_EndsWithoutCredit()
    {
        var id = await RunAsync("oA");
        await ReleaseAsync(await TakeAsync(id));
        await Ledger.NoteAsync(App, "oA", "rejects", [new(Template, PermitEvent.Rejected)], default);
        await TakeAsync(id);

        (await CountsAsync(id)).ShouldBe(new CampaignCounts { NoCredit = 1 });
        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    [Fact]
    public async Task Release_GivesAFormIdBack()
    {
        await EarnAsync("oA", "f1");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template }, ["oA"]);
        await StartAsync(id);
        await ReleaseAsync(await TakeAsync(id));

        (await FormIdsAsync("oA")).ShouldSatisfyAllConditions(
            forms => forms.Usable.ShouldBe(1), forms => forms.Reserved.ShouldBe(0));
        (await TakeAsync(id)).Single().FormId.ShouldBe("f1");
    }

    [Fact]
    public async Task TakeAnother_BurnsOneFormIdAndGoesOnWithTheNext()
    {
        await EarnAsync("oA", "f1", "f2");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template }, ["oA"]);
        await StartAsync(id);
        var first = (await TakeAsync(id)).Single();
        await BeginAsync(first);

        var answer = await AnswerAsync(Bad(first));
        var second = answer.Another.ShouldNotBeNull();
        (answer.Settled, second.FormId, second.Number).ShouldBe((true, "f2", first.Number));
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1 });
        await BeginAsync(second);

        (await AnswerAsync(Bad(second))).ShouldBe(new SettleAnswer(true));
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Refused = 1 });
        (await FormIdsAsync("oA")).ShouldBe(new FormIdBalance(0, 0, null, 0));
    }

    [Fact]
    public async Task TakeAnother_IsNotBegun()
    {
        await EarnAsync("oA", "f1", "f2");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template }, ["oA"]);
        await StartAsync(id);
        var first = (await TakeAsync(id)).Single();
        await BeginAsync(first);
        await AnswerAsync(Bad(first));
        Time.Advance(Lease);
        await RecoverAsync();

        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1 });
        (await FormIdsAsync("oA")).ShouldSatisfyAllConditions(
            forms => forms.Usable.ShouldBe(1), forms => forms.Uncertain.ShouldBe(0));
    }

    private static RecipientEnd End(ClaimedRecipient recipient) =>
        new() { Recipient = recipient, Outcome = RecipientOutcome.Sent, Credit = CreditOutcome.Spent };

    private static RecipientEnd Bad(ClaimedRecipient recipient) => new()
    {
        Recipient = recipient,
        Outcome = RecipientOutcome.Refused,
        Credit = CreditOutcome.Burned,
        ErrCode = 41028,
        TakeAnother = true,
    };
}
