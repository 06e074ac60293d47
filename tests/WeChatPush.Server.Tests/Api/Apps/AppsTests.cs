using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Apps;

public sealed class AppsTests
{
    [Fact]
    public async Task Apps_WhenAsked_TellsHowEachIsDoingAndNoSecret()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:EncodingAesKey", Configured.GoodKey), ("Apps:shop:Mode", "Plaintext"));
        using var client = server.Client();
        await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("hi"));
        await client.GetAsync("/wechat/shop?signature=bad&timestamp=1&nonce=1&echostr=1");

        var page = await client.JsonAsync("/api/v1/apps");

        page.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        page.GetProperty("items").Texts("name").ShouldBe(["cafe", "shop"]);
        var shop = page.GetProperty("items")[1];
        shop.GetProperty("appId").GetString().ShouldBe("wx0123456789abcdef");
        shop.GetProperty("mode").GetString().ShouldBe("Plaintext");
        shop.GetProperty("hosting").GetString().ShouldBe("DeveloperServer");
        shop.GetProperty("lastPushAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        shop.GetProperty("refusals").GetProperty("badSignature").GetInt32().ShouldBe(1);
        shop.GetProperty("token").GetProperty("state").GetString().ShouldBe("unused");
        shop.GetProperty("backlog").GetProperty("dead").GetInt32().ShouldBe(0);
        foreach (var secret in new[] { "the-app-secret", "shoptoken", Configured.GoodKey, ServerUnderTest.AdminKey })
            page.ToString().ShouldNotContain(secret);
    }

    [Fact]
    public async Task Apps_WhenPaged_EndsWithANullNext()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var first = await client.JsonAsync("/api/v1/apps?limit=1");
        var second = await client.JsonAsync($"/api/v1/apps?limit=1&cursor={first.GetProperty("next")}");

        first.GetProperty("items").Texts("name").ShouldBe(["cafe"]);
        second.GetProperty("items").Texts("name").ShouldBe(["shop"]);
        second.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Apps_WhenTheCursorIsMadeUp_Is400()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync("/api/v1/apps?cursor=nobody");

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("cursor", out _).ShouldBeTrue();
    }
}
