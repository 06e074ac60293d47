using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Apps;

/// <summary>Two instances on one Redis.</summary>
public sealed class StoredAppFleetTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    public async Task Changes_OfOneInstance_AreSeenByTheOther()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        using var one = await StartAsync(redis, Key);
        using var other = await StartAsync(redis, Key);
        using var client = one.Client();
        using var reader = other.Client();

        using var created = await client.SendJsonAsync("POST", "/api/v1/apps", """{"name":"bakery","appId":"wxbakery"}""");
        var secrets = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("madeSecrets");
        await UntilAsync(reader, HttpStatusCode.OK);
        var app = new SimulatedApp
        {
            Name = "bakery",
            AppId = "wxbakery",
            Token = secrets.GetProperty("token").GetString()!,
            EncodingAesKey = secrets.GetProperty("encodingAesKey").GetString(),
            Mode = WireMode.Secure,
            PushUrl = new Uri("http://localhost/wechat/bakery"),
        };
        using var request = new PushSigner(app).Push(new PushBuilder(app, "oUser").Text("hi")).ToMessage(app.PushUrl);
        (await other.Client(key: null).SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var changed = await reader.SendJsonAsync("PATCH", "/api/v1/apps/bakery", """{"originalId":"gh_1"}""");
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/v1/apps/bakery")).GetProperty("originalId").GetString() == "gh_1",
            () => "not changed");

        (await reader.DeleteAsync("/api/v1/apps/bakery")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilAsync(client, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Create_WithoutASealingKey_Is409_AndNamesTheSetting()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        using var server = await StartAsync(redis, key: null);
        using var client = server.Client();

        using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", """{"name":"bakery","appId":"wxbakery"}""");

        (await answer.JsonAsync(HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("WeChatPush:Secrets:Key");
    }

    private static Task<ServerUnderTest> StartAsync(RedisSurroundings redis, string? key) =>
        ServerUnderTest.StartAsync(("ConnectionStrings:Redis", redis.ConnectionString), ("Secrets:Key", key));

    private static Task UntilAsync(HttpClient client, HttpStatusCode status) => Eventually.TrueAsync(
        async () => (await client.GetAsync("/api/v1/apps/bakery")).StatusCode == status, () => $"not {status}");
}
