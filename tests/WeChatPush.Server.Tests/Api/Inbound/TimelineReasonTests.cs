using WeChatPush.Inbox;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Inbound;

/// <summary>The reasons in timelines: words beside the texts, also of lines that earlier versions stored.</summary>
public sealed class TimelineReasonTests
{
    [Theory]
    [InlineData("lease expired", "the attempt before ended without a word; taken over", TimelineReason.LeaseExpired)]
    [InlineData("tried again", "by WeChat, because the try before was not acknowledged", TimelineReason.NotAcknowledged)]
    [InlineData("dead", "no handler", TimelineReason.NoHandler)]
    [InlineData("dead", "the stored body cannot be read", TimelineReason.UnreadableBody)]
    [InlineData("dead", "given up after 5 attempts that ended without a word (crashed?)", TimelineReason.AttemptsExhausted)]
    [InlineData("dead", "rule 1: IOException: no (attempt 5 of 5)", TimelineReason.AttemptsExhausted)]
    [InlineData("dead", "rule 1: IOException: no (attempt 4 of 5)", null)]
    [InlineData("dead", "the store cannot be reached: locked", TimelineReason.StoreUnavailable)]
    [InlineData("retry", "the store cannot be reached: locked", TimelineReason.StoreUnavailable)]
    [InlineData("retry", "WeChatPush:Apps:shop is no longer configured; next attempt at 2026-11-21T08:00:00.0000000Z", TimelineReason.AppNotConfigured)]
    [InlineData("retry", "rule 1: busy (Not called: the API failed too often just now)", TimelineReason.CircuitOpen)]
    [InlineData("postponed", "rule 1: h:80: it failed too often just now and is left alone for a while", TimelineReason.CircuitOpen)]
    [InlineData("postponed", "rule 1: paused 45009 (reach max api daily quota limit)", TimelineReason.SendingStopped)]
    [InlineData("done", "rule 1: windowclosed", TimelineReason.WindowClosed)]
    [InlineData("done", "rule 1: sent, windowclosed", TimelineReason.WindowClosed)]
    [InlineData("done", "rule 1: sent", null)]
    [InlineData("done", "rule 1: windowclosedness", null)]
    [InlineData("retry", "rule 1: IOException: no handler", null)]
    [InlineData("replay", "by admin key x: no handler", null)]
    [InlineData("received", null, null)]
    public void Reason_OfALine_IsAKnownOne_OrNone(string what, string? detail, TimelineReason? reason) =>
        new TimelineEntry(DateTimeOffset.UnixEpoch, what, detail).Reason.ShouldBe(reason);

    [Fact]
    public async Task Timeline_OfAPushWhoseSendsAreStopped_SaysSo_BesideTheText()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Rules:0:Send:Text", "hello"));
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = 45009, Times = 1 });

        var push = await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("hi"), state: "queued");

        var id = push.GetProperty("id").GetString();
        var entry = (await client.JsonAsync($"/api/v1/apps/shop/messages/{id}")).GetProperty("timeline")
            .EnumerateArray().First(line => line.GetProperty("what").GetString() == "postponed");
        entry.GetProperty("reason").GetString().ShouldBe("sendingStopped");
        entry.GetProperty("detail").GetString()!.ShouldContain("45009");
        entry.EnumerateObject().Select(member => member.Name).ShouldBe(["at", "what", "reason", "detail"]);
    }
}
