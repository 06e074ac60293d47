using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class RecipientQueryContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Recipients_ByOutcome_InPages_AreAllOfThem(int page)
    {
        var id = await RunAsync(Users(14));
        await Ledger.NoteAsync(App, "oUser0003", "rejects", [new(Template, PermitEvent.Rejected)], default);
        var taken = await TakeAsync(id, 10);
        await SettleAsync(taken[0]);
        await SettleAsync(taken[1], RecipientOutcome.Refused, CreditOutcome.BurnedAll);
        await SettleAsync(taken[2]);
        await SettleAsync(taken[3], RecipientOutcome.Failed, CreditOutcome.Returned);
        await ReleaseAsync(taken[4]);

        (await NamesAsync(null)).ShouldBe(Users(14));
        (await NamesAsync(RecipientOutcome.Sent)).ShouldBe(["oUser0001", "oUser0004"]);
        (await NamesAsync(RecipientOutcome.NoCredit)).ShouldBe(["oUser0003"]);
        (await NamesAsync(RecipientOutcome.Refused)).ShouldBe(["oUser0002"]);
        (await NamesAsync(RecipientOutcome.Failed)).ShouldBe(["oUser0005"]);
        (await NamesAsync(RecipientOutcome.Pending)).ShouldBe(Users(14).Skip(5));
        (await NamesAsync(RecipientOutcome.Cancelled)).ShouldBeEmpty();
        await MoveAsync(id, CampaignMove.Cancel);

        (await NamesAsync(null)).ShouldBe(Users(14));
        (await NamesAsync(RecipientOutcome.Pending)).ShouldBe(Users(14).Skip(6).Take(4));
        (await NamesAsync(RecipientOutcome.Cancelled))
            .ShouldBe(["oUser0006", "oUser0011", "oUser0012", "oUser0013", "oUser0014"]);

        async Task<IEnumerable<string>> NamesAsync(RecipientOutcome? outcome)
        {
            var found = await WalkAsync(id, outcome, page);
            if (outcome is not null)
                found.ShouldAllBe(one => one.Outcome == outcome);
            return found.Select(one => one.OpenId);
        }
    }

    [Fact]
    public async Task Recipients_WithACursorThatIsNone_AreRefused()
    {
        var id = await RunAsync(Users(2));
        await Should.ThrowAsync<FormatException>(
            async () => await Store.GetRecipientsAsync(App, id, null, "x1", 2, default));
    }

    [Fact]
    public async Task Recipients_OfAnotherApp_AreNone()
    {
        var id = await RunAsync(Users(2));

        (await Store.GetRecipientsAsync("cafe", id, null, null, 2, default)).Items.ShouldBeEmpty();
        (await Store.FindAsync("cafe", id, default)).ShouldBeNull();
        (await Store.MoveAsync("cafe", id, CampaignMove.Pause, default)).ShouldBeNull();
    }
}
