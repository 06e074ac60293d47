using System.Net;
using System.Text;
using System.Text.Json;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

/// <summary>Destinations of forwards by REST.</summary>
public sealed class ForwardsTests
{
    private const string Forwards = "/api/v1/apps/shop/forwards";

    [Fact]
    public async Task Destination_IsListed_Tested_Paused_Resumed_AndAudited()
    {
        await using var destination = await Destination.StartAsync();
        using var server = await ServerUnderTest.StartAsync(
            ("Apps:shop:Rules:0:Forward:Url", new Uri(destination.Url, "/hook-5ecret").ToString()),
            ("Apps:shop:Rules:0:Forward:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        using var client = server.Client();
        var listed = (await client.JsonAsync(Forwards)).GetProperty("items")[0];
        var id = listed.GetProperty("id").GetString()!;
        listed.GetProperty("state").GetString().ShouldBe("open");
        listed.GetProperty("url").GetString().ShouldBe(destination.Url.GetLeftPart(UriPartial.Authority));

        var test = await PostAsync(client, "test", $$"""{"id":"{{id}}"}""");
        (test.GetProperty("taken").GetBoolean(), test.GetProperty("status").GetInt32()).ShouldBe((true, 200));
        (await PostAsync(client, "pause", $$"""{"id":"{{id}}","reason":"the shop is closed"}""")).GetProperty("state").GetString().ShouldBe("paused");
        (await client.JsonAsync(Forwards)).GetProperty("items")[0].GetProperty("pausedAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await PostAsync(client, "resume", $$"""{"id":"{{id}}"}""")).GetProperty("state").GetString().ShouldBe("open");

        foreach (var word in (string[])["test", "pause", "resume"])
            await PostAsync(client, word, """{"id":"nosuch"}""", HttpStatusCode.NotFound);
        await PostAsync(client, "pause", $$"""{"id":"{{id}}","reason":"{{new string('x', 501)}}"}""", HttpStatusCode.BadRequest);
        var audit = (await client.JsonAsync("/api/v1/audit")).GetProperty("items");
        audit.Texts("action").Where(action => action!.StartsWith("forward.", StringComparison.Ordinal))
            .ShouldBe(["forward.resume", "forward.pause", "forward.test"]);
        audit.ToString().ShouldContain("the shop is closed");
        audit.ToString().ShouldNotContain("5ecret");
    }

    [Fact]
    public async Task App_WithoutForwards_HasNoDestinations()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        (await client.JsonAsync(Forwards)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string word, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        await (await client.PostAsync($"{Forwards}/{word}", new StringContent(body, Encoding.UTF8, "application/json"))).JsonAsync(status);
}
