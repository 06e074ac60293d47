using System.Globalization;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Redis.Campaigns;
using WeChatPush.StoreContracts.Campaigns;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Campaigns;

/// <summary>What only shows in Redis: pages, pieces of scripts, answers that get lost.</summary>
public sealed class RedisCampaignPageTests : CampaignStoreContract<RedisCampaignStoreUnderTest>
{
    /// <summary>More than four pages, and more words than are kept by number.</summary>
    private const int Many = 1200;

    [Fact]
    public async Task Recipients_OverManyPages_AreTakenEndedAndTold_WithTheirValuesAndWords()
    {
        var users = Users(Many);
        var id = await LoadAsync(Plan() with { DryRun = true }, []);
        foreach (var piece in users.Index().Chunk(700))
        {
            (await Store.AddRecipientsAsync(App, id, [.. piece.Select(one => Person(one.Item, one.Index))], default))
                .ShouldBe([]);
        }

        (await Store.AddRecipientsAsync(App, id, [new(users[0]), new(users[^1])], default)).ShouldBe([0, 1]);
        await Store.PublishAsync(App, id, null, default);
        await StartAsync(id);
        foreach (var user in users)
            await AcceptAsync(user);

        var taken = new List<ClaimedRecipient>();
        while (await TakeAsync(id) is { Count: > 0 } some)
            taken.AddRange(some);
        taken.Select(one => (one.OpenId, one.Values?["n"])).ShouldBe(
            users.Index().Select(one => (one.Item, one.Index % 2 == 0 ? $"第 {one.Index}" : null)));
        (await BeginAsync(taken)).Begun.Count.ShouldBe(Many);
        (await Store.SettleAsync([.. taken.Where(one => one.Number % 3 != 0).Select(End)], default))
            .ShouldAllBe(answer => answer.Settled);

        foreach (var (outcome, remainder) in new[] { (RecipientOutcome.Sent, 1), (RecipientOutcome.Failed, 2) })
        {
            (await WalkAsync(id, outcome, 150)).Select(one => (one.OpenId, one.ErrMsg)).ShouldBe(
                taken.Where(one => one.Number % 3 == remainder).Select(one => (one.OpenId, End(one).ErrMsg)));
        }

        (await WalkAsync(id, RecipientOutcome.Pending, 150)).Count.ShouldBe(Many / 3);
        (await WalkAsync(id, null, 1000)).Select(one => one.OpenId).ShouldBe(users);
        (await CountsAsync(id)).ShouldBe(
            new CampaignCounts { Pending = Many / 3, Sent = Many / 3, Failed = Many / 3 });
    }

    [Fact]
    public async Task Ends_FarApart_AreFoundWithoutWalkingBetween()
    {
        var id = await MakeAsync(Plan(), Users(3000));
        await AcceptAsync("oUser0001");
        await AcceptAsync("oUser2999");
        await StartAsync(id);
        var taken = new List<ClaimedRecipient>();
        while (await TryTakeAsync(id) is { Seen: > 0 } some)
            taken.AddRange(some.Recipients);
        foreach (var one in taken)
            await SettleAsync(one);

        var page = await Store.GetRecipientsAsync(App, id, RecipientOutcome.Sent, null, 10, default);

        page.Items.Select(one => one.OpenId).ShouldBe(["oUser0001", "oUser2999"]);
        page.Next.ShouldBeNull();
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Sent = 2, NoCredit = 2998 });
    }

    [Fact]
    public async Task TakeAnother_SettledTwiceBecauseTheAnswerWasLost_BurnsOneFormId()
    {
        await EarnAsync("oA", "f1", "f2", "f3");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template }, ["oA"]);
        await StartAsync(id);
        var first = (await TakeAsync(id)).Single();
        await BeginAsync(first);
        var bad = new RecipientEnd
        {
            Recipient = first,
            Outcome = RecipientOutcome.Refused,
            Credit = CreditOutcome.Burned,
            ErrCode = 41028,
            TakeAnother = true,
        };

        (await AnswerAsync(bad)).Another!.FormId.ShouldBe("f2");
        (await AnswerAsync(bad)).Another!.FormId.ShouldBe("f2");
        (await FormIdsAsync("oA")).ShouldSatisfyAllConditions(
            forms => forms.Usable.ShouldBe(1), forms => forms.Reserved.ShouldBe(1));
    }

    [Fact]
    public async Task Cancel_WithManyReleased_LeavesEachWithOneOutcome()
    {
        var id = await RunAsync(Users(700));
        var taken = new List<ClaimedRecipient>();
        while (taken.Count < 600)
            taken.AddRange(await TakeAsync(id, 100));
        await ReleaseAsync([.. taken.Skip(100).Take(400)]);
        await MoveAsync(id, CampaignMove.Cancel);
        await ReleaseAsync([.. taken.Skip(500)]);

        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 100, Cancelled = 600 });
        (await WalkAsync(id, RecipientOutcome.Cancelled, 90)).Select(one => one.OpenId)
            .ShouldBe(Users(700).Skip(100));
        (await WalkAsync(id, RecipientOutcome.Pending, 90)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task ARecipient_TakesFewBytes()
    {
        const int pages = 20;
        const int recipients = pages * 282;
        await using var surroundings = new RedisSurroundings(await SharedRedis.Server);
        var store = new RedisCampaignStore(surroundings.Connect(), Catalogs.From(Settings), new FixedOptions<WeChatPushOptions>(Settings), Time);
        var id = NewCampaign.NewId(Now);
        await store.CreateAsync(new(id, App, Plan()), default);
        await store.AddRecipientsAsync(
            App, id, [.. Enumerable.Range(0, recipients).Select(i => new Recipient($"o{i:D27}"))], default);
        await store.PublishAsync(App, id, null, default);
        await store.MoveAsync(App, id, CampaignMove.Start, default);
        while (await store.ClaimAsync(App, id, new(Holder, 256), default) is { Seen: > 0 })
        {
        }

        var bytes = await BytesOfAsync($"{{shop}}:m:{id}:users");
        for (var page = 0; page < pages; page++)
            bytes += await BytesOfAsync($"{{shop}}:m:{id}:end:{page}");
        (bytes / (double)recipients).ShouldBeInRange(28, 45);

        async Task<long> BytesOfAsync(string key) => long.Parse(
            (await surroundings.SayAsync($"MEMORY USAGE {key} SAMPLES 0")).AsSpan(1), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Claim_ThatWasAbortedBeforeItCame_ClaimsNone()
    {
        var id = await RunAsync(Users(3));
        await using var redis = RedisSurroundings.Connect(
            await SharedRedis.Server, StoreUnderTest.Database);
        StackExchange.Redis.RedisKey[] tag = ["{shop}"];
        var now = Now.ToUnixTimeMilliseconds();
        await redis.EvaluateAsync(
            RedisCampaignScripts.AbortClaim, tag, [now, id, Holder, "late", 60], TimeSpan.FromSeconds(10));

        (await redis.EvaluateAsync(
            RedisCampaignScripts.Claim, tag, [now, id, Holder, 10, "", 60_000, "late", 0, ""], TimeSpan.FromSeconds(10)))
            .IsNull.ShouldBeTrue();
        (await TakeAsync(id)).Count.ShouldBe(3);
    }

    private static Recipient Person(string openId, int index) =>
        new(openId, index % 2 == 0 ? new Dictionary<string, string> { ["n"] = $"第 {index}" } : null);

    private static RecipientEnd End(ClaimedRecipient recipient) => recipient.Number % 3 == 1
        ? new() { Recipient = recipient, Outcome = RecipientOutcome.Sent, Credit = CreditOutcome.Spent }
        : new()
        {
            Recipient = recipient,
            Outcome = RecipientOutcome.Failed,
            Credit = CreditOutcome.Returned,
            ErrCode = 47003,
            ErrMsg = $"argument invalid! rid: {recipient.Number}\nand more",
        };
}
