using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class ReplayTests
{
    [Fact]
    public async Task Replay_WhenAPushIsDone_RunsItAgainAndRemembersWhoAndWhy()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Rules:0:Send:Text", "hello"));
        using var client = server.Client();
        var id = (await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("hi"))).GetProperty("id").GetString();

        using var response = await client.PostAsync($"/api/v1/apps/shop/messages/{id}/replay", """{"reason":"the customer asked"}""");

        (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("replayed").GetInt32().ShouldBe(1);
        await server.WeChat.WaitForSendsAsync(2);
        var timeline = (await client.JsonAsync($"/api/v1/apps/shop/messages/{id}")).GetProperty("timeline").ToString();
        timeline.ShouldContain("the customer asked");
        timeline.ShouldContain("admin key ");
        timeline.ShouldNotContain(ServerUnderTest.AdminKey);
    }

    [Fact]
    public async Task ReplayDeadLetters_WhenThereAreSome_RunsEach()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Rules:0:Send:Text", "hello"));
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = 47003, Times = 1 });
        await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("hi"), state: "dead");

        using var response = await client.PostAsync("/api/v1/apps/shop/dead-letters/replay", content: null);

        (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("replayed").GetInt32().ShouldBe(1);
        await server.WeChat.WaitForSendsAsync(2);
    }

    [Fact]
    public async Task Replay_OfAPushWhosePayloadIsGone_Is409_AndTheRecordSaysSo()
    {
        using var server = await ServerUnderTest.StartAsync(
            ("Apps:shop:Rules:0:Send:Text", "hello"), ("Retention:Payload", "00:00:00"));
        using var client = server.Client();
        var id = (await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("secretText"))).GetProperty("id").GetString();
        await server.Services.GetRequiredService<IInbox>().SweepAsync(500, default);

        using var response = await client.PostAsync($"/api/v1/apps/shop/messages/{id}/replay", content: null);

        (await response.JsonAsync(HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("Retention:Payload");
        var push = await client.JsonAsync($"/api/v1/apps/shop/messages/{id}");
        push.GetProperty("payloadGone").GetBoolean().ShouldBeTrue();
        push.ToString().ShouldNotContain("secretText");
        push.GetProperty("sends").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"reason\": 1}")]
    [InlineData("{\"reason\": ")]
    public async Task Replay_WhenTheBodyIsWrong_Is400(string body)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync("/api/v1/apps/shop/dead-letters/replay", body);

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("reason");
    }
}
