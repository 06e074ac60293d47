using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

/// <summary>Random commands against the store and against a small model: they agree after each one.</summary>
public abstract class CampaignPropertyContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    private const int Commands = 14;
    private const int Audience = 8;

    [Fact]
    public void AnySequenceOfCommands_KeepsEveryRecipientAndEveryCreditAccountedFor() =>
        RandomScripts.Play(Commands, 10_000, usual: 40, PlayAsync);

    private async Task PlayAsync((int Kind, int Choice)[] commands)
    {
        // What the run before left in somebody's hands is none of this one's business.
        Time.Advance(Lease);
        await RecoverAsync();
        var prefix = $"o{Guid.NewGuid():N}"[..8];
        var users = Enumerable.Range(0, Audience).Select(i => $"{prefix}{i}").ToArray();
        var credits = new Dictionary<string, int>();
        foreach (var (user, i) in users.Select((user, i) => (user, i)))
        {
            credits[user] = i % 3;
            await AcceptAsync(user, i % 3);
        }

        var id = await MakeAsync(Plan(), users);
        await StartAsync(id);
        var model = new CampaignModel(users, credits);
        var held = new List<ClaimedRecipient>();
        foreach (var (kind, choice) in commands)
        {
            await StepAsync(id, model, held, kind, choice);
            await CompareAsync(id, model);
        }
    }

    private async Task StepAsync(
        string id, CampaignModel model, List<ClaimedRecipient> held, int kind, int choice)
    {
        var some = held.Count == 0 ? null : held[choice % held.Count];
        switch (kind)
        {
            case 0 or 1 or 2 or 3:
                var holder = choice % 2 == 0 ? Holder : Other;
                var taken = await TakeAsync(id, 1 + (choice % 3), holder);
                taken.Select(one => one.OpenId).ShouldBe(model.Take(1 + (choice % 3), holder, Now + Lease));
                held.AddRange(taken);
                break;
            case 4 or 5 when some is not null:
                (await BeginAsync(some)).Begun.Count.ShouldBe(model.Begin(some.OpenId, some.Holder) ? 1 : 0);
                break;
            case 6 or 7 or 8 when some is not null:
                var (outcome, credit) = Ends[choice % Ends.Length];
                (await SettleAsync(some, outcome, credit))
                    .ShouldBe(model.Settle(some.OpenId, some.Holder, outcome, credit));
                break;
            case 9 when some is not null:
                await ReleaseAsync(some);
                model.Release(some.OpenId, some.Holder);
                break;
            case 10:
                Time.Advance(TimeSpan.FromMilliseconds(choice * 3));
                (await RecoverAsync()).ShouldBe(model.Recover(Now));
                break;
            case 11:
                (await MoveAsync(id, CampaignMove.Pause)).ShouldBe(model.Move(CampaignState.Running, CampaignState.Paused));
                break;
            case 12:
                (await MoveAsync(id, CampaignMove.Resume)).ShouldBe(model.Move(CampaignState.Paused, CampaignState.Running));
                break;
            case 13 when choice % 10 == 0:
                (await MoveAsync(id, CampaignMove.Cancel)).ShouldBe(model.Cancel());
                break;
        }
    }

    private async Task CompareAsync(string id, CampaignModel model)
    {
        var campaign = await FindAsync(id);
        campaign.State.ShouldBe(model.State);
        var outcomes = await OutcomesAsync(id);
        outcomes.ShouldBe(model.Outcomes, ignoreOrder: true);
        var counts = campaign.Counts;
        counts.Total.ShouldBe(Audience);
        counts.ShouldBe(new CampaignCounts
        {
            Pending = Count(RecipientOutcome.Pending),
            Sent = Count(RecipientOutcome.Sent),
            NoCredit = Count(RecipientOutcome.NoCredit),
            Refused = Count(RecipientOutcome.Refused),
            Failed = Count(RecipientOutcome.Failed),
            Uncertain = Count(RecipientOutcome.Uncertain),
            Cancelled = Count(RecipientOutcome.Cancelled),
        });
        foreach (var (user, (usable, reserved, uncertain)) in model.Credits)
            (await PermitsAsync(user)).ShouldBe(new PermitBalance(usable, reserved, false, uncertain, 0));

        long Count(RecipientOutcome outcome) => outcomes.Values.Count(one => one == outcome);
    }

    private static readonly (RecipientOutcome, CreditOutcome)[] Ends =
    [
        (RecipientOutcome.Sent, CreditOutcome.Spent),
        (RecipientOutcome.Failed, CreditOutcome.Returned),
        (RecipientOutcome.Refused, CreditOutcome.Burned),
        (RecipientOutcome.Uncertain, CreditOutcome.Uncertain),
    ];
}
