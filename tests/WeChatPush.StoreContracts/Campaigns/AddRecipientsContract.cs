using WeChatPush.Campaigns;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class AddRecipientsContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Fact]
    public async Task Campaign_BeforeItIsPublished_IsSeenByNone()
    {
        var id = await LoadAsync(Plan(), Users(3));

        (await Store.FindAsync(App, id, default)).ShouldBeNull();
        (await Store.ListAsync(App, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.MoveAsync(App, id, CampaignMove.Start, default)).ShouldBeNull();
        (await Store.GetRecipientsAsync(App, id, null, null, 10, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_ThenFind_TellsWhatWasAskedFor()
    {
        var plan = Plan() with
        {
            Kind = WeChatPush.Credits.CreditKind.Template,
            Page = "pages/index?id={id}",
            Rate = 0.5,
            DryRun = true,
            Limits = new()
            {
                PerUserPerDay = 2,
                QuietHours = new(new(22, 0), new(8, 30), TimeSpan.FromHours(5.5), QuietHoursAction.Wait),
            },
        };
        var created = Now;
        var id = await MakeAsync(plan, Users(3));
        await CrashAsync();

        var campaign = await FindAsync(id);
        (campaign.Plan with { Data = plan.Data }).ShouldBe(plan);
        campaign.Plan.Data.ShouldBe(plan.Data);
        (campaign.Id, campaign.App, campaign.State).ShouldBe((id, App, CampaignState.Draft));
        campaign.Counts.ShouldBe(new CampaignCounts { Pending = 3 });
        campaign.AudienceKnown.ShouldBeTrue();
        campaign.CreatedAt.ShouldBeInRange(created, Now);
        (campaign.StartedAt, campaign.FinishedAt, campaign.PausedReason, campaign.ResumesAt)
            .ShouldBe((null, null, null, null));
    }

    [Fact]
    public async Task Load_OfUsersListedTwice_TakesEachOnce_TheFirstWithItsValues()
    {
        await AcceptAsync("oA");
        var id = await LoadAsync(Plan(), []);
        (await Store.AddRecipientsAsync(App, id, [Person("oA", "甲"), Person("oB", "乙"), Person("oA", "第二")], default))
            .ShouldBe([2]);
        (await Store.AddRecipientsAsync(App, id, [Person("oB", "第三"), Person("oC", "丙")], default)).ShouldBe([0]);
        await Store.PublishAsync(App, id, null, default);
        await StartAsync(id);

        (await CountsAsync(id)).Pending.ShouldBe(3);
        (await WalkAsync(id, null, 10)).Select(one => one.OpenId).ShouldBe(["oA", "oB", "oC"]);
        (await TakeAsync(id)).Single().Values!["name"].ShouldBe("甲");
    }

    [Fact]
    public async Task Load_WithoutASignOfLifeForALease_IsGivenUp()
    {
        var id = await LoadAsync(Plan(), Users(5));
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        (await Store.AddRecipientsAsync(App, id, [new("oLast")], default)).ShouldBe([]);
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        await Store.SweepAsync(100, default);
        (await Store.AddRecipientsAsync(App, id, [new("oVeryLast")], default)).ShouldBe([]);

        Time.Advance(Lease);
        await Store.SweepAsync(100, default);

        (await Store.AddRecipientsAsync(App, id, [new("oTooLate")], default)).ShouldBeNull();
        (await Store.PublishAsync(App, id, null, default)).ShouldBeNull();
        (await Store.FindAsync(App, id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Sweep_OfWhatWasDiscarded_IsDoneInPieces()
    {
        var id = await LoadAsync(Plan(), Users(250));
        await Store.DiscardAsync(App, id, default);

        var rounds = 0;
        while (await Store.SweepAsync(100, default) is > 0 and var gone)
        {
            gone.ShouldBeLessThanOrEqualTo(101);
            rounds++;
        }

        rounds.ShouldBeInRange(1, 10);
        (await Store.PublishAsync(App, id, null, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Publish_WithAStartTime_IsScheduled()
    {
        var id = await MakeAsync(Plan() with { StartAt = Now.AddHours(1) }, Users(1));

        (await StateAsync(id)).ShouldBe(CampaignState.Scheduled);
    }

    [Fact]
    public async Task FindMade_OfAKey_IsTheCampaignThatWasMadeWithItAndTheSameBody()
    {
        (await Store.FindMadeAsync(App, Key("k1", 1), default)).ShouldBeNull();
        var id = await MakeAsync(Plan(), Users(1), Key("k1", 1));

        var made = (await Store.FindMadeAsync(App, Key("k1", 1), default))!.Value;
        (made.Outcome, made.Campaign!.Id).ShouldBe((CreationOutcome.MadeBefore, id));
        (await Store.FindMadeAsync(App, Key("k1", 2), default))!.Value.Outcome.ShouldBe(CreationOutcome.KeyTaken);
        (await Store.FindMadeAsync("other", Key("k1", 1), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Publish_WithTheSameKeyAndBody_IsTheSameCampaign()
    {
        var first = await MakeAsync(Plan(), Users(3), Key("k1", 1));
        var second = await LoadAsync(Plan(), Users(3));
        var published = (await Store.PublishAsync(App, second, Key("k1", 1), default))!.Value;

        published.Outcome.ShouldBe(CreationOutcome.MadeBefore);
        published.Campaign.ShouldNotBeNull().Id.ShouldBe(first);
        (await Store.ListAsync(App, null, 10, default)).Items.Single().Id.ShouldBe(first);
        (await Store.AddRecipientsAsync(App, second, [new("oX")], default)).ShouldBeNull();
    }

    [Fact]
    public async Task Publish_WithTheSameKeyAndAnotherBody_IsRefused()
    {
        await MakeAsync(Plan(), Users(3), Key("k1", 1));
        var other = await LoadAsync(Plan(), Users(3));

        (await Store.PublishAsync(App, other, Key("k1", 2), default))!.Value.Outcome.ShouldBe(CreationOutcome.KeyTaken);
        (await Store.FindAsync(App, other, default)).ShouldBeNull();
        await MakeAsync(Plan(), Users(3), Key("k2", 2));
    }

    [Fact]
    public async Task Publish_AtTheSameTimeWithOneKey_MakesOneCampaign()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await LoadAsync(Plan(), Users(2)));
        var published = await Task.WhenAll(
            ids.Select(id => Store.PublishAsync(App, id, Key("k", 1), default).AsTask()));

        published.Count(one => one!.Value.Outcome is CreationOutcome.Created).ShouldBe(1);
        published.Select(one => one!.Value.Campaign!.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task List_IsNewestFirst_InPages_OfOneApp()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await MakeAsync());

        var first = await Store.ListAsync(App, null, 2, default);
        var second = await Store.ListAsync(App, first.Next, 2, default);
        var third = await Store.ListAsync(App, second.Next, 2, default);

        first.Items.Concat(second.Items).Concat(third.Items).Select(one => one.Id)
            .ShouldBe(Enumerable.Reverse(ids));
        third.Next.ShouldBeNull();
        (await Store.ListAsync("cafe", null, 10, default)).Items.ShouldBeEmpty();
        await Should.ThrowAsync<FormatException>(async () => await Store.ListAsync(App, "zzz", 2, default));
    }

    [Fact]
    public async Task Gather_FindsEverybodyWhoCanBeReached_OnceEach()
    {
        var id = await RunAsync(Plan(CampaignAudience.Everyone), Users(25));
        await AcceptAsync("oUser0003");
        (await FindAsync(id)).AudienceKnown.ShouldBeFalse();

        for (var rounds = 0; !await Store.ExpandAudienceAsync(App, id, 10, default); rounds++)
            rounds.ShouldBeLessThan(100);

        (await FindAsync(id)).AudienceKnown.ShouldBeTrue();
        (await WalkAsync(id, null, 7)).Select(one => one.OpenId).Order().ShouldBe(Users(25));
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 25 });
    }

    [Fact]
    public async Task Gather_AfterACrash_GoesOnWhereItWas()
    {
        var id = await RunAsync(Plan(CampaignAudience.Everyone), Users(25));
        await Store.ExpandAudienceAsync(App, id, 10, default);
        await CrashAsync();

        for (var rounds = 0; !await Store.ExpandAudienceAsync(App, id, 10, default); rounds++)
            rounds.ShouldBeLessThan(100);

        (await CountsAsync(id)).Total.ShouldBe(25);
    }

    [Fact]
    public async Task ExpandAudience_WhenNoUserIsReachable_FinishesTheCampaign()
    {
        var id = await RunAsync(Plan(CampaignAudience.Everyone));
        for (var rounds = 0; !await Store.ExpandAudienceAsync(App, id, 10, default); rounds++)
            rounds.ShouldBeLessThan(10_000);

        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    [Fact]
    public async Task Gather_OfACampaignThatDoesNotRun_DoesNothing()
    {
        await AcceptAsync("oA");
        var id = await MakeAsync(Plan(CampaignAudience.Everyone));

        (await Store.ExpandAudienceAsync(App, id, 10, default)).ShouldBeTrue();
        (await CountsAsync(id)).Total.ShouldBe(0);
    }

    private static Recipient Person(string openId, string name) =>
        new(openId, new Dictionary<string, string> { ["name"] = name });

    private static IdempotencyKey Key(string key, byte hash) => new(key, new byte[] { hash, 2, 3 });
}
