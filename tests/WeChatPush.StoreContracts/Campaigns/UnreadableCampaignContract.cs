using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.StoreContracts.Campaigns;

/// <summary>
/// Rubbish in any record of a campaign: all other campaigns start, are claimed from, settled, recovered, listed and swept, and so
/// is one that is made later.
/// </summary>
public abstract class UnreadableCampaignContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, IStoredRecords, new()
{
    private const int MaxRounds = 60;
    private const int MaxSweeps = 12;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(20261130);

    [Fact]
    public async Task Rubbish_InAnyRecord_LeavesAllOtherCampaignsRunning()
    {
        await FillAsync(new Case("case-"));
        await RubbishRun.RunAsync(await StoreUnderTest.FindPlacesAsync(), (place, rubbish, number) => TryAsync(place, rubbish, number).WaitAsync(Timeout));
    }

    private async Task<bool> TryAsync(string place, Rubbish rubbish, int number)
    {
        var one = new Case($"case{number}-");
        await FillAsync(one);
        var spoiled = await StoreUnderTest.SpoilAsync(place, rubbish, _random, one.Name);
        // What only names campaigns is made again, so it costs none.
        if (place.StartsWith("m:running", StringComparison.Ordinal) || place.StartsWith("m:wake", StringComparison.Ordinal) || place.StartsWith("m:leases", StringComparison.Ordinal))
            spoiled = spoiled is null ? null : new SpoiledRecord("");
        for (var i = 0; i < MaxSweeps; i++)
            await Store.SweepAsync(1000, default);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.StartDueAsync(default);
        foreach (var running in one.Held)
        {
            var settled = await SettleAsync(running[0]);
            await ReleaseAsync(running[1]);
            if (!IsSpoiled(spoiled, running[0]))
                settled.ShouldBeTrue($"{running[0].OpenId} is not settled");
        }

        await RecoverAllAsync();
        var later = await RunAsync(PlanOf(one), [.. Users(3).Select(user => one.Name + "later" + user)]);
        await SendAllAsync(one);
        foreach (var id in one.Campaigns.Keys.Where(id => !IsSpoiled(spoiled, one, id)).Append(later))
        {
            var campaign = await FindAsync(id);
            (campaign.State, campaign.Counts.Pending, campaign.Counts.Sent + campaign.Counts.Uncertain)
                .ShouldBe((CampaignState.Finished, 0L, 3L), $"{one.Campaigns.GetValueOrDefault(id, "later")} is not finished: {campaign.Counts}");
        }

        await ListAsync(one, spoiled, later);
        foreach (var id in one.Campaigns.Keys)
            await Store.MoveAsync(App, id, CampaignMove.Cancel, default);
        for (var i = 0; i < 3; i++)
            await Store.SweepAsync(1000, default);
        return spoiled is not null;
    }

    // Two that run with recipients in flight, one whose holder died, one that is scheduled, one that has ended.
    private async Task FillAsync(Case one)
    {
        foreach (var kind in new[] { "first", "second", "died", "ended" })
        {
            var id = await RunAsync(PlanOf(one), [.. Users(3).Select(user => one.Name + kind + user)]);
            one.Campaigns.Add(id, kind);
            var taken = await TakeAsync(id, kind == "ended" ? 3 : 2, one.Name + kind);
            await BeginAsync(kind == "ended" ? taken : [taken[0]]);
            if (kind == "ended")
                await Store.SettleAsync([.. taken.Select(EndOf)], default);
            else if (kind != "died")
                one.Held.Add(taken);
        }

        var users = Users(3).Select(user => $"{one.Name}scheduled{user}").ToList();
        foreach (var user in users)
            await AcceptAsync(user);
        one.Campaigns.Add(await MakeAsync(PlanOf(one) with { StartAt = Now.AddSeconds(30) }, users), "scheduled");
    }

    private async Task RecoverAllAsync()
    {
        for (var (round, idle) = (0, 0); idle < 2; round++)
        {
            round.ShouldBeLessThan(MaxRounds, "the same recipients are recovered again and again");
            Time.Advance(Lease * 2);
            idle = await RecoverAsync() == 0 ? idle + 1 : 0;
        }
    }

    // As the runner does: every campaign that runs, until none has anything left.
    private async Task SendAllAsync(Case one)
    {
        for (var round = 0; ; round++)
        {
            round.ShouldBeLessThan(MaxRounds, "the campaigns do not come to an end");
            var sent = 0;
            foreach (var campaign in await Store.GetRunningAsync(default))
            {
                var taken = await TakeAsync(campaign.Id, 100, one.Name + "late");
                if (taken.Count == 0)
                    continue;
                var begun = (await BeginAsync(taken)).Begun;
                await Store.SettleAsync([.. begun.Select(EndOf)], default);
                sent += begun.Count;
            }

            if (sent == 0)
                return;
        }
    }

    private async Task ListAsync(Case one, SpoiledRecord? spoiled, string later)
    {
        var listed = new HashSet<string>();
        string? cursor = null;
        for (var pages = 0; ; pages++)
        {
            pages.ShouldBeLessThan(200, "the list does not end");
            var page = await Store.ListAsync(App, cursor, 100, default);
            listed.UnionWith(page.Items.Select(campaign => campaign.Id));
            if (page.Next is null)
                break;
            cursor = page.Next;
        }

        listed.ShouldContain(later);
        foreach (var id in one.Campaigns.Keys)
        {
            await Store.FindAsync(App, id, default);
            foreach (var outcome in Enum.GetValues<RecipientOutcome>().Cast<RecipientOutcome?>().Append(null))
                await WalkAsync(id, outcome, 2);
            if (IsSpoiled(spoiled, one, id))
                continue;
            listed.ShouldContain(id);
            (await OutcomesAsync(id)).Count.ShouldBe(3, one.Campaigns[id]);
        }
    }

    private static CampaignPlan PlanOf(Case one) => Plan() with { Name = one.Name };

    private static RecipientEnd EndOf(ClaimedRecipient recipient) =>
        new() { Recipient = recipient, Outcome = RecipientOutcome.Sent, Credit = CreditOutcome.Spent };

    private static bool IsSpoiled(SpoiledRecord? spoiled, ClaimedRecipient recipient) =>
        spoiled is not null && (spoiled.Names(recipient.Campaign) || spoiled.Names(recipient.OpenId) || spoiled.Names(recipient.Holder));

    // Its own record, one of its recipients, or its holder.
    private static bool IsSpoiled(SpoiledRecord? spoiled, Case one, string id) =>
        spoiled is not null && (spoiled.Names(id) || spoiled.Names(one.Name + one.Campaigns[id]));

    private sealed class Case(string name)
    {
        public string Name => name;

        public Dictionary<string, string> Campaigns { get; } = [];

        public List<IReadOnlyList<ClaimedRecipient>> Held { get; } = [];
    }
}
