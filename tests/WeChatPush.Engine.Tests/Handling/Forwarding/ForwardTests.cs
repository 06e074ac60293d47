using System.Globalization;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>Pushes that are handed to the owner's backend.</summary>
public sealed class ForwardTests
{
    [Fact]
    public async Task APush_ArrivesAsTheContractSays()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);

        await engine.PushTextAsync("oUser", "你好😀 <a href='x'>&");
        var call = await destination.NextAsync();
        var push = await engine.WhenAsync(PushState.Done);

        call.Method.ShouldBe("POST");
        call.Headers["content-type"].ShouldBe("application/json; charset=utf-8");
        call.Id.ShouldBe(push.Id);
        call.Json.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "app", "appId", "receivedAt", "attempt", "message"]);
        call.Json.GetProperty("id").GetString().ShouldBe(push.Id);
        call.Json.GetProperty("app").GetString().ShouldBe("shop");
        call.Json.GetProperty("appId").GetString().ShouldBe(engine.App().AppId);
        call.Json.GetProperty("attempt").GetInt32().ShouldBe(1);
        call.Json.GetProperty("receivedAt").GetString().ShouldNotBeNull().ShouldEndWith("Z");
        call.Json.GetProperty("receivedAt").GetDateTimeOffset().ShouldBe(push.ReceivedAt, TimeSpan.FromMilliseconds(1));
        call.Json.GetProperty("message").GetProperty("FromUserName").GetString().ShouldBe("oUser");
        Encoding.UTF8.GetString(call.Body).ShouldContain("你好😀 <a href='x'>&");
        push.Timeline[^1].Detail.ShouldNotBeNull()
            .ShouldMatch($@"^Rules:0: http://127\.0\.0\.1:{destination.Url.Port} answered 200 after \d+ ms$");
    }

    [Fact]
    public async Task AnXmlPush_ArrivesInTheUnifiedForm()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);
        var app = engine.App(format: PushFormat.Xml);

        await engine.PushAsync(app, new PushBuilder(app, "oUser") { MsgId = 9007199254740993 }.Text("hi"));
        var message = (await destination.NextAsync()).Json.GetProperty("message");

        message.GetProperty("MsgId").GetString().ShouldBe("9007199254740993");
        message.GetProperty("Content").GetString().ShouldBe("hi");
        message.GetProperty("CreateTime").GetInt64().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(400)]
    [InlineData(302)]
    public async Task AnythingElseThan2xx_IsTriedAgain_UnderTheSameId(int status)
    {
        await using var destination = await Destination.StartAsync(Destination.Status(status), Destination.Status(204));
        await using var engine = await ForwardSetup.StartAsync(destination.Url);

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        destination.Calls.Select(call => call.Id).ShouldBe([push.Id, push.Id]);
        destination.Calls.Select(call => call.Json.GetProperty("attempt").GetInt32()).ShouldBe([1, 2]);
        push.Timeline.Single(entry => entry.What == "retry").Detail.ShouldNotBeNull().ShouldContain($"answered {status}");
        push.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task ADestinationThatNeverTakesIt_BuriesThePushWithItsStatus()
    {
        await using var destination = await Destination.StartAsync(Destination.Status(400));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Dispatching:MaxAttempts", "3"));

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Dead);

        destination.Calls.Count.ShouldBe(3);
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("answered 400");
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldEndWith("(attempt 3 of 3)");
    }

    [Fact]
    public async Task Gone_BuriesAtOnce()
    {
        await using var destination = await Destination.StartAsync(Destination.Status(410));
        await using var engine = await ForwardSetup.StartAsync(destination.Url);

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Dead);

        destination.Calls.Count.ShouldBe(1);
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("answered 410");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirect_IsNotFollowed(int status)
    {
        await using var elsewhere = await Destination.StartAsync();
        await using var destination = await Destination.StartAsync(Destination.Status(status, elsewhere.Url.ToString()));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Dispatching:MaxAttempts", "2"));

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Dead);

        elsewhere.Calls.ShouldBeEmpty();
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("redirects are not followed");
    }

    [Fact]
    public async Task AReplayByHand_IsANewEventToTheDestination()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);
        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        for (var i = 0; i < 2; i++)
        {
            await engine.History.ReplayAsync("shop", push.Id, new ReplayRequest("test", null), default);
            await Eventually.TrueAsync(() => Task.FromResult(destination.Calls.Count == i + 2), () => "not forwarded again");
            await engine.WhenAsync(PushState.Done);
        }

        destination.Calls.Select(call => call.Id).ShouldBe([push.Id, $"{push.Id}.r1", $"{push.Id}.r2"]);
        destination.Calls.ShouldAllBe(call => call.Json.GetProperty("id").GetString() == call.Id);
    }

    [Fact]
    public async Task TheTime_IsThatOfTheAttempt()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        await engine.PushTextAsync("o", "hi");
        var stamp = long.Parse((await destination.NextAsync()).Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

        stamp.ShouldBeInRange(before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task APaymentEvent_WhenARuleForwardsIt_HasAnOwner()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);

        await engine.PushAsync(
            engine.App(), new PushBuilder(engine.App(), "o").Event("xpay_goods_deliver_notify", ("OutTradeNo", "1")));

        (await destination.NextAsync()).Json.GetProperty("message").GetProperty("OutTradeNo").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task TheSecrets_AreNowhereInTheLogs()
    {
        await using var destination = await Destination.StartAsync(Destination.Status(500), Destination.Status(410));
        await using var engine = await ForwardSetup.StartAsync(
            new Uri(destination.Url, "/hook-5ecret?key=5ecret"), settings: ("Apps:shop:Rules:0:Forward:PreviousSecret", "whsec_cHJldmlvdXMgc2VjcmV0IG9mIHRoZSBzaG9w"));

        await engine.PushTextAsync("o", "hi");
        await engine.WhenAsync(PushState.Dead);

        engine.Log.Text.ShouldContain("could not forward");
        engine.Log.Text.ShouldNotContain("5ecret");
        engine.Log.Text.ShouldNotContain(ForwardSetup.Secret);
        engine.Log.Text.ShouldNotContain("b2xkb2xk");
        engine.Log.Text.ShouldNotContain(destination.Calls[0].Headers["webhook-signature"]);
    }
}
