using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>How destinations do, and what an operator does about them.</summary>
public sealed class ForwardsTests
{
    [Fact]
    public async Task Pause_LetsPushesWait_WithoutAnAttempt_AndResume_ForwardsThemInTheirOrder()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);
        var forwards = engine.Services.GetRequiredService<IForwards>();
        var id = forwards.List("shop")!.Single().Id;

        (await forwards.PauseAsync("shop", id, default)).ShouldBe(true);
        (await forwards.PauseAsync("shop", id, default)).ShouldBe(false);
        forwards.List("shop")!.Single().ShouldSatisfyAllConditions(
            paused => paused.State.ShouldBe(ForwardDestinationState.Paused), paused => paused.PausedAt.ShouldNotBeNull());
        await engine.PushTextAsync("o", "first");
        await engine.PushTextAsync("o", "second");
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).Any(push => push.Timeline.Any(entry => entry.Detail?.Contains("an operator has paused it", StringComparison.Ordinal) == true)),
            () => "nothing says that it is paused");
        destination.Calls.Count.ShouldBe(0);
        (await engine.StoredAsync()).ShouldAllBe(push => push.Attempts == 0 || push.State == PushState.Queued);

        (await forwards.ResumeAsync("shop", id, default)).ShouldBe(true);
        (await forwards.ResumeAsync("shop", id, default)).ShouldBe(false);
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not forwarded", TimeSpan.FromSeconds(60));
        destination.Calls.Select(call => call.Json.GetProperty("message").GetProperty("Content").GetString()).ShouldBe(["first", "second"]);
        forwards.List("shop")!.Single().State.ShouldBe(ForwardDestinationState.Open);
    }

    [Fact]
    public async Task List_HasOneForEachAddress_WithItsFigures_AndNothingOfItsPath()
    {
        await using var destination = await Destination.StartAsync(Destination.Status(200), Destination.Status(500), Destination.Status(200));
        var url = new Uri(destination.Url, "/hook-5ecret?key=5ecret");
        await using var engine = await ForwardSetup.StartAsync(
            url,
            settings:
            [
                ("Apps:shop:Rules:0:Content", "never"),
                ("Apps:shop:Rules:1:Forward:Url", url.ToString()),
                ("Apps:shop:Rules:1:Forward:Secret", ForwardSetup.Secret),
            ]);
        var forwards = engine.Services.GetRequiredService<IForwards>();
        forwards.List("shop")!.Single().ShouldSatisfyAllConditions(one => one.Calls.ShouldBe(0), one => one.P50Ms.ShouldBeNull());

        await engine.PushTextAsync("o", "hi");
        await engine.WhenAsync(PushState.Done);
        await engine.PushTextAsync("o2", "hi");
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not forwarded");

        var one = forwards.List("shop")!.Single();
        one.Url.ShouldBe(destination.Url.GetLeftPart(UriPartial.Authority));
        (one.Calls, one.Failures, one.State).ShouldBe((3, 1, ForwardDestinationState.Open));
        one.Rules.ShouldBe([0, 1]);
        one.LastFailure.ShouldNotBeNull().ShouldStartWith("500");
        one.P50Ms.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(one.P99Ms!.Value);
        one.LastSuccessAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(one.LastFailureAt!.Value);
        JsonSerializer.Serialize(one).ShouldNotContain("5ecret");
        forwards.List("nosuch").ShouldBeNull();
    }

    [Fact]
    public async Task Test_PostsASignedEvent_EvenWhilePaused_AndTellsTheAnswer()
    {
        await using var destination = await Destination.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("""{"send":[{"msgtype":"text","text":{"content":"hi"}}]}"""u8.ToArray());
        });
        var messages = new ScriptedMessages();
        await using var engine = await ForwardSetup.StartAsync(destination.Url, messages);
        var forwards = engine.Services.GetRequiredService<IForwards>();
        var id = forwards.List("shop")!.Single().Id;
        await forwards.PauseAsync("shop", id, default);

        var test = (await forwards.TestAsync("shop", id, default)).ShouldNotBeNull();

        (test.Taken, test.Status, test.Problem).ShouldBe((true, 200, null));
        test.Answer.ShouldNotBeNull().ShouldContain("msgtype");
        var call = destination.Calls.Single();
        call.Json.GetProperty("message").GetProperty("Event").GetString().ShouldBe("wechatpush_test");
        WebhookSignature.TryReadSecret(ForwardSetup.Secret, out var key).ShouldBeTrue();
        call.Headers["webhook-signature"].ShouldBe(
            WebhookSignature.Compute(key, call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Body));
        messages.Bodies.ShouldBeEmpty();
        (await engine.StoredAsync()).ShouldBeEmpty();
        (await forwards.TestAsync("shop", "nosuch", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Test_OfADestinationThatIsAway_OrSlow_SaysSo()
    {
        await using var slow = await Destination.StartAsync(Destination.Silence);
        await using var engine = await ForwardSetup.StartAsync(slow.Url, settings: ("Forwarding:Timeout", "00:00:00.200"));
        var forwards = engine.Services.GetRequiredService<IForwards>();

        var test = (await forwards.TestAsync("shop", forwards.List("shop")!.Single().Id, default)).ShouldNotBeNull();

        (test.Taken, test.Status, test.Problem, test.Answer).ShouldBe((false, null, "no answer in time", null));
    }
}
