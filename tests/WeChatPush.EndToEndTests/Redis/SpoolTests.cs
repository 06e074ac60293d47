using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>Redis is away, and what each server does with its pushes meanwhile.</summary>
public sealed class SpoolTests
{
    [Fact]
    public async Task Push_WhenItsRetryGoesToAnotherInstanceDuringAnOutage_HasOneEffectAfterwards()
    {
        // A push whose claim gets lost with the connection is taken up again when its lease ends.
        await using var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:05"));
        var before = fleet.User("oUser").Text("before");
        await fleet.PushAsync(fleet.One, before);

        await fleet.Redis.KillAsync();
        await fleet.PushAsync(fleet.Other, before);
        var during = Enumerable.Range(1, 20).Select(number => $"during {number:d2}").ToList();
        foreach (var payload in during.Select(words => fleet.User("oUser").Text(words)))
        {
            await fleet.PushAsync(fleet.One, payload);
            await fleet.PushAsync(fleet.Other, payload);
        }

        await fleet.Redis.StartAgainAsync();
        await fleet.WellAsync();

        // A last message of the same user comes after everything that was to come before it.
        await fleet.PushAsync(fleet.Other, fleet.User("oUser").Text("last"));
        await Effects.ArriveAsync(fleet.WeChat, ["last"], () => fleet.Output);
        Effects.Delivered(fleet.WeChat).ShouldBe(["before", .. during, "last"]);
    }

    [Fact]
    public async Task Start_WhenRedisIsOutOfReach_TakesPushes_AndHandlesThemOnceItIsThere()
    {
        await using var fleet = await Fleet.CreateAsync();
        await fleet.Redis.KillAsync();

        await fleet.BeginAsync();
        (await fleet.One.Server.HealthAsync()).ShouldBe("degraded");
        await fleet.PushAsync(fleet.One, fleet.User("oUser").Text("early"));
        await fleet.PushAsync(fleet.Other, fleet.User("oAnother").Text("early too"));
        await fleet.Redis.StartAgainAsync();

        await Effects.ArriveAsync(fleet.WeChat, ["early", "early too"], () => fleet.Output);
        await fleet.WellAsync();
        fleet.One.Server.Output.ShouldContain("ConnectionStrings:Redis");
    }

    [Fact]
    public async Task Push_WhenRedisIsAwayAndPushesAreToBeRefused_Is503_AndItsRetryIsHandled()
    {
        await using var fleet = await Fleet.StartAsync(("Receiving:WhenStoreIsDown", "Refuse"));
        var payload = fleet.User("oUser").Text("once");

        await fleet.Redis.KillAsync();
        foreach (var instance in new[] { fleet.One, fleet.Other })
        {
            var refused = await fleet.TryAsync(instance, payload);
            refused.Status.ShouldBe(503);
            refused.Text.ShouldBeEmpty();
            await Eventually.TrueAsync(
                async () => await instance.Server.HealthAsync() == "unhealthy", () => instance.Server.Output);
        }

        await fleet.Redis.StartAgainAsync();
        await fleet.WellAsync();
        await fleet.PushAsync(fleet.One, payload);
        await fleet.PushAsync(fleet.Other, payload);

        await fleet.PushAsync(fleet.One, fleet.User("oUser").Text("last"));
        await Effects.ArriveAsync(fleet.WeChat, ["last"], () => fleet.Output);
        Effects.Delivered(fleet.WeChat).ShouldBe(["once", "last"]);
    }
}
