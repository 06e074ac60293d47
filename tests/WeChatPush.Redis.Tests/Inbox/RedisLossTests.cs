using WeChatPush.Inbox;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>Things that vanish from a running database.</summary>
public sealed class RedisLossTests
{
    [Fact]
    public async Task Step_WhenTheServerForgotItsScripts_SendsThemAgain()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        await fleet.AppendAsync(Fleet.Push("a"));
        (await fleet.SayAsync("SCRIPT FLUSH")).ShouldBe("+OK");

        (await fleet.AppendAsync(Fleet.Push("b"))).ShouldBe(AppendOutcome.Stored);
        foreach (var claim in await fleet.ClaimAsync())
            (await fleet.SettleAsync(claim)).ShouldBeTrue();
    }

    [Fact]
    public async Task Flush_WhileRunning_LosesWhatThereWas_AndGoesOnAloud()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        await fleet.AppendAsync(Fleet.Push("a"));
        var held = (await fleet.ClaimAsync()).ShouldHaveSingleItem();
        (await fleet.SayAsync("FLUSHDB")).ShouldBe("+OK");

        (await fleet.SettleAsync(held)).ShouldBeFalse();
        (await fleet.ClaimAsync()).ShouldBeEmpty();
        fleet.Log.Lines.ShouldBeEmpty();
        var push = Fleet.Push("a");
        (await fleet.AppendAsync(push)).ShouldBe(AppendOutcome.Stored);
        fleet.Log.Lines.ShouldHaveSingleItem().ShouldContain("vanished");

        var claim = (await fleet.ClaimAsync()).ShouldHaveSingleItem();
        claim.Id.ShouldBe(push.Id);
        claim.Handle.ShouldNotBe(held.Handle);
        (await fleet.SettleAsync(claim)).ShouldBeTrue();
        (await fleet.Histories[0].CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(0, 0, 0, 0));
    }

    [Fact]
    public async Task Claim_OfAPushThatVanished_DropsItAndGoesOnWithTheUsersNext()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var first = Fleet.Push("a");
        var second = Fleet.Push("a");
        await fleet.AppendAsync(first);
        var held = (await fleet.ClaimAsync()).ShouldHaveSingleItem();
        await fleet.SettleAsync(held, new Settlement.Release());
        await fleet.AppendAsync(second);
        (await fleet.SayAsync($"DEL {{shop}}:m:{held.Handle}")).ShouldBe(":1");

        (await fleet.ClaimAsync()).ShouldHaveSingleItem().Id.ShouldBe(second.Id);
        fleet.Log.Lines.ShouldHaveSingleItem().ShouldContain("vanished");
        (await fleet.Histories[0].FindAsync("shop", first.Id, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("u:a")]
    public async Task Sweep_WhenAnIndexVanished_PutsThePushesBackInOrder(string key)
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var pushes = new[] { Fleet.Push("a"), Fleet.Push("a"), Fleet.Push("a") };
        foreach (var push in pushes)
            await fleet.AppendAsync(push);
        await fleet.Inboxes[0].IndexAsync("shop", CancellationToken.None);
        (await fleet.SayAsync($"DEL {{shop}}:{key}")).ShouldBe(":1");
        await fleet.Inboxes[0].SweepAsync(500, CancellationToken.None);

        foreach (var push in pushes)
        {
            var claim = (await fleet.ClaimAsync()).ShouldHaveSingleItem();
            claim.Id.ShouldBe(push.Id);
            await fleet.SettleAsync(claim);
        }
    }

    [Fact]
    public async Task Sweep_WhenPushesVanished_ClearsWhatNamesThem()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        await fleet.AppendAsync(Fleet.Push("a"));
        await fleet.AppendAsync(Fleet.Push("b"));
        foreach (var claim in await fleet.ClaimAsync())
            await fleet.SayAsync($"DEL {{shop}}:m:{claim.Handle}");
        await fleet.Inboxes[0].SweepAsync(500, CancellationToken.None);

        (await fleet.Histories[0].CountAsync("shop", CancellationToken.None)).Queued.ShouldBe(0);
        (await fleet.Histories[0].ListAsync("shop", new PushFilter(), CancellationToken.None)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_WhenTheMemoryIsFull_SaysSo_WhileWorkGoesOn()
    {
        await using var server = await TestSupport.RedisServer.StartAsync("maxmemory-policy noeviction");
        await using var fleet = new Fleet(server, 1);
        await fleet.AppendAsync(Fleet.Push("a"));
        await fleet.AppendAsync(Fleet.Push("b"));
        (await fleet.SayAsync("CONFIG SET maxmemory 1")).ShouldBe("+OK");

        var error = await Should.ThrowAsync<StoreUnavailableException>(() => fleet.AppendAsync(Fleet.Push("c")));
        error.ShouldNotBeOfType<StoreOutcomeUnknownException>();
        error.Message.ShouldContain("maxmemory");
        (await fleet.Probe.FindProblemAsync(default)).ShouldNotBeNull().ShouldContain("maxmemory");
        foreach (var claim in await fleet.ClaimAsync())
        {
            (await fleet.Inboxes[0].BeginSendAsync(claim, 0, "api", CancellationToken.None)).State.ShouldBe(SendSlotState.Fresh);
            (await fleet.SettleAsync(claim)).ShouldBeTrue();
        }

        (await fleet.SayAsync("CONFIG SET maxmemory 0")).ShouldBe("+OK");
        (await fleet.Probe.FindProblemAsync(default)).ShouldBeNull();
        (await fleet.AppendAsync(Fleet.Push("c"))).ShouldBe(AppendOutcome.Stored);
        (await fleet.ClaimAsync()).ShouldHaveSingleItem().OpenId.ShouldBe("c");
    }

    [Fact]
    public async Task Sweep_WhenTheTimeOfIdentitiesIsOver_ForgetsThemForGood()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var push = Fleet.Push() with { Window = TimeSpan.FromMilliseconds(20) };
        await fleet.AppendAsync(push);

        await Eventually.TrueAsync(
            async () =>
            {
                await fleet.Inboxes[0].SweepAsync(500, CancellationToken.None);
                return await fleet.SayAsync("EXISTS {shop}:seen") == ":0";
            },
            () => "an identity is remembered for ever");
        (await fleet.SayAsync("EVAL \"return #redis.call('KEYS', '*:k:*')\" 0")).ShouldBe(":0");
        (await fleet.AppendAsync(push with { Id = Fleet.Push().Id })).ShouldBe(AppendOutcome.Stored);
    }
}
