using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>Several instances at once on one database.</summary>
public sealed class RedisFleetTests
{
    [Fact]
    public async Task Append_OfTheSamePushAtEveryInstance_StoresOne()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 4);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Task.Run(() => fleet.AppendAsync(Fleet.Push(key: "the same"), i % 4))));

        outcomes.Count(outcome => outcome == AppendOutcome.Stored).ShouldBe(1);
        outcomes.Count(outcome => outcome == AppendOutcome.Duplicate).ShouldBe(199);
        (await fleet.ClaimAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Claim_ByFourInstancesAtOnce_HandlesEachPushOnceAndEachUserInOrder()
    {
        const int users = 40;
        const int each = 25;
        await using var fleet = new Fleet(await SharedRedis.Server, 4);
        var expected = new ConcurrentDictionary<string, List<string>>();
        await Task.WhenAll(Enumerable.Range(0, users).Select(async user =>
        {
            for (var i = 0; i < each; i++)
            {
                var push = Fleet.Push(user == 0 ? null : $"user {user}");
                (await fleet.AppendAsync(push, (user + i) % 4)).ShouldBe(AppendOutcome.Stored);
                expected.GetOrAdd($"user {user}", _ => []).Add(push.Id);
            }
        }));

        var handled = new ConcurrentQueue<ClaimedPush>();
        var working = new ConcurrentDictionary<string, bool>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            while (handled.Count < users * each)
            {
                foreach (var claim in await fleet.ClaimAsync(5, worker % 4))
                {
                    if (claim.OpenId is { } user)
                        working.TryAdd(user, true).ShouldBeTrue("two instances had pushes of one user");
                    handled.Enqueue(claim);
                    if (claim.OpenId is not null)
                        working.TryRemove(claim.OpenId, out _);
                    (await fleet.SettleAsync(claim, instance: worker % 4)).ShouldBeTrue();
                }
            }
        })));

        handled.Select(claim => claim.Id).Distinct().Count().ShouldBe(users * each);
        handled.Count.ShouldBe(users * each);
        foreach (var group in handled.Where(claim => claim.OpenId is not null).GroupBy(claim => claim.OpenId!))
            group.Select(claim => claim.Id).ShouldBe(expected[group.Key]);
        (await fleet.Histories[0].CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(0, 0, 0, 0));
    }

    [Fact]
    public async Task Claim_OverSeveralApps_GivesEachItsShare()
    {
        var settings = new WeChatPushOptions { Apps = { ["busy"] = new AppOptions(), ["quiet"] = new AppOptions(), ["idle"] = new AppOptions() } };
        await using var fleet = new Fleet(await SharedRedis.Server, 1, settings);
        for (var i = 0; i < 50; i++)
            await fleet.AppendAsync(Fleet.Push($"user {i}", app: "busy"));
        for (var i = 0; i < 3; i++)
            await fleet.AppendAsync(Fleet.Push($"user {i}", app: "quiet"));

        for (var round = 0; round < 4; round++)
        {
            var claims = await fleet.ClaimAsync(8);
            claims.Count.ShouldBe(8);
            claims.Count(claim => claim.App == "quiet").ShouldBe(round == 0 ? 3 : 0);
        }

        (await fleet.ClaimAsync(100)).Count.ShouldBe(50 + 3 - 32);
    }

    [Fact]
    public async Task Claim_OfAnAppThatIsNotConfiguredHere_LeavesItsPushes()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        await fleet.AppendAsync(Fleet.Push(app: "theirs"));

        (await fleet.ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_OfNamesOfAnyLength_ShowsThemWhole()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var push = Fleet.Push(new string('u', 200)) with { MsgType = new string('推', 300), Event = "" };
        await fleet.AppendAsync(push);

        var item = (await fleet.Histories[0].ListAsync("shop", new PushFilter(), CancellationToken.None)).Items.ShouldHaveSingleItem();
        (item.OpenId, item.MsgType, item.Event).ShouldBe((push.OpenId, push.MsgType, push.Event));
        (await fleet.ClaimAsync()).ShouldHaveSingleItem().Body.ToArray().ShouldBe(push.Body.ToArray());
    }

    [Fact]
    public async Task WaitForWork_WhenAnotherInstanceAppends_Rings()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 2);
        (await fleet.ClaimAsync(instance: 1)).ShouldBeEmpty();
        var waiting = fleet.Inboxes[1].WaitForWorkAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        await fleet.AppendAsync(Fleet.Push());

        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task WaitForReply_WhenAnotherInstanceMakesIt_GetsIt()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 2);
        var push = Fleet.Push() with { AwaitsReply = true };
        await fleet.AppendAsync(push);
        var waiting = fleet.Inboxes[0].WaitForReplyAsync("shop", push.Key, TimeSpan.FromMinutes(5), CancellationToken.None).AsTask();
        var claim = (await fleet.ClaimAsync(instance: 1)).ShouldHaveSingleItem();
        await fleet.SettleAsync(claim, new Settlement.Done(null, new StoredReply("好"u8.ToArray())), instance: 1);

        Encoding.UTF8.GetString((await waiting.WaitAsync(TimeSpan.FromSeconds(20))).ShouldNotBeNull().Content.Span).ShouldBe("好");
    }

    [Fact]
    public async Task Lease_WhenItsHolderIsLate_BelongsToTheNext_AndTheLateOneChangesNothing()
    {
        var settings = new WeChatPushOptions { Dispatching = { Lease = TimeSpan.FromSeconds(1) } };
        await using var fleet = new Fleet(await SharedRedis.Server, 2, settings);
        await fleet.AppendAsync(Fleet.Push());
        var late = (await fleet.ClaimAsync(instance: 0)).ShouldHaveSingleItem();

        IReadOnlyList<ClaimedPush> taken = [];
        while (taken.Count == 0)
            taken = await fleet.ClaimAsync(instance: 1);
        var holder = taken.ShouldHaveSingleItem();
        holder.Attempt.ShouldBe(2);

        (await fleet.SettleAsync(late, instance: 0)).ShouldBeFalse();
        (await fleet.Inboxes[0].RenewAsync([late], CancellationToken.None)).ShouldBe([late]);
        (await fleet.Inboxes[0].BeginSendAsync(late, 0, "api", CancellationToken.None)).State.ShouldBe(SendSlotState.Lost);
        (await fleet.SettleAsync(holder, instance: 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task EveryStep_InACluster_StaysInTheSlotOfItsApp()
    {
        await using var server = await RedisServer.StartAsync("cluster-enabled yes");
        (await server.SayAsync(0, "CLUSTER ADDSLOTSRANGE 0 16383")).ShouldBe("+OK");
        for (var begun = Stopwatch.StartNew(); await server.SayAsync(0, "SET ready 1") != "+OK";)
            begun.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));

        var settings = new WeChatPushOptions { Apps = { ["club"] = new AppOptions() } };
        await using var fleet = new Fleet(server, 1, settings, database: 0);
        var (inbox, history) = (fleet.Inboxes[0], fleet.Histories[0]);
        foreach (var app in new[] { "shop", "club" })
        {
            await fleet.AppendAsync(Fleet.Push("a", app: app));
            await fleet.AppendAsync(Fleet.Push("a", app: app));
            await fleet.AppendAsync(Fleet.Push("b", app: app) with { AwaitsReply = true });
        }

        var claims = await fleet.ClaimAsync();
        claims.Count.ShouldBe(4);
        (await inbox.RenewAsync(claims, CancellationToken.None)).ShouldBeEmpty();
        foreach (var claim in claims)
        {
            await inbox.BeginSendAsync(claim, 0, "api", CancellationToken.None);
            (await fleet.SettleAsync(claim, new Settlement.DeadLetter("no"))).ShouldBeTrue();
            (await history.FindAsync(claim.App, claim.Id, CancellationToken.None)).ShouldNotBeNull();
        }

        (await history.ReplayDeadLettersAsync("shop", new ReplayRequest("admin", null), CancellationToken.None)).ShouldBe(2);
        (await history.ListAsync("club", new PushFilter(), CancellationToken.None)).Items.Count.ShouldBe(3);
        (await history.CountAsync("club", CancellationToken.None)).ShouldBe(new PushBacklog(1, 0, 0, 2));
        (await inbox.SweepAsync(100, CancellationToken.None)).ShouldBe(0);
    }
}
