using WeChatPush.Campaigns;

namespace WeChatPush.StoreContracts.Campaigns;

/// <summary>How long campaigns are kept.</summary>
public abstract class RetentionContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    private static readonly IdempotencyKey Key = new("november", new byte[] { 1 });

    [Fact]
    public async Task Sweep_AfterTheRetention_TakesWhatEnded_AndNothingElse()
    {
        var finished = await FinishAsync();
        var cancelled = await MakeAsync(users: Users(3));
        await MoveAsync(cancelled, CampaignMove.Cancel);
        var draft = await MakeAsync(users: Users(2));
        var running = await RunAsync("oRuns");
        Time.Advance(Settings.Retention.Campaigns - TimeSpan.FromSeconds(1));
        await SweepAllAsync();
        (await ListAsync()).ShouldBe([running, draft, cancelled, finished]);

        Time.Advance(TimeSpan.FromSeconds(1));
        await SweepAllAsync();

        (await ListAsync()).ShouldBe([running, draft]);
        (await Store.FindAsync(App, finished, default)).ShouldBeNull();
        (await WalkAsync(finished, outcome: null, page: 100)).ShouldBeEmpty();
        (await WalkAsync(draft, outcome: null, page: 100)).Count.ShouldBe(2);
        (await TakeAsync(running)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Sweep_OfAnOldCampaign_ForgetsItsKey()
    {
        var before = await MakeAsync(key: Key);
        await MoveAsync(before, CampaignMove.Cancel);
        Time.Advance(Settings.Retention.Campaigns);
        await SweepAllAsync();

        var after = await MakeAsync(key: Key);

        (await ListAsync()).ShouldBe([after]);
    }

    [Fact]
    public async Task Sweep_WhileAHolderStillSends_WaitsForIt()
    {
        var id = await RunAsync("oSent");
        var taken = await TakeAsync(id);
        await BeginAsync(taken);
        await MoveAsync(id, CampaignMove.Cancel);
        Time.Advance(Settings.Retention.Campaigns);
        await SweepAllAsync();
        (await SettleAsync(taken[0])).ShouldBeTrue();
        (await CountsAsync(id)).Sent.ShouldBe(1);

        await SweepAllAsync();

        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_OfManyRecipients_TakesABoundedNumberAtATime()
    {
        var id = await MakeAsync(users: Users(1200));
        await MoveAsync(id, CampaignMove.Cancel);
        Time.Advance(Settings.Retention.Campaigns);

        (await Store.SweepAsync(500, default)).ShouldBeGreaterThanOrEqualTo(500);
        (await ListAsync()).ShouldBeEmpty();
        await SweepAllAsync();
        (await Store.SweepAsync(500, default)).ShouldBe(0);
        await ShouldBeGoneAsync(id);
    }

    /// <summary>Looks into the store for what is left.</summary>
    private protected abstract Task ShouldBeGoneAsync(string id);

    private async Task<string> FinishAsync()
    {
        var id = await RunAsync("oOne");
        var taken = await TakeAsync(id);
        await BeginAsync(taken);
        await SettleAsync(taken[0]);
        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
        return id;
    }

    private async Task SweepAllAsync()
    {
        while (await Store.SweepAsync(500, default) > 0)
        {
            // There may be more.
        }
    }

    private async Task<List<string>> ListAsync()
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(App, cursor, 1, default);
            ids.AddRange(page.Items.Select(campaign => campaign.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return ids;
    }
}
