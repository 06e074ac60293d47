using System.Net;
using WeChatPush.Receiving;
using WeChatPush.Server.Api.Receiving;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Receiving;

public sealed class HandshakesTests
{
    [Fact]
    public async Task Handshakes_AreListed_WithoutWhatIsSecret()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var wechat = server.Client(key: null);
        var request = new PushSigner(server.Shop).Verification("the-echo");
        (await wechat.SendAsync(request.ToMessage(server.Shop.PushUrl))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await wechat.SendAsync(request.With("nonce", "changed").ToMessage(server.Shop.PushUrl));
        await wechat.GetAsync("/wechat/nothing?echostr=1");

        var list = await client.JsonAsync("/api/v1/apps/shop/handshakes");

        list.GetProperty("items").Texts("outcome").ShouldBe(["badSignature", "ok"]);
        list.GetProperty("items")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("token disagrees");
        list.GetProperty("items")[0].GetProperty("host").GetString().ShouldBe("localhost");
        list.GetProperty("unknownApps").GetInt64().ShouldBe(1);
        foreach (var secret in new[] { "the-echo", request["nonce"], request["signature"], "shoptoken" })
            list.GetRawText().ShouldNotContain(secret.ShouldNotBeNull());
        await (await client.GetAsync("/api/v1/apps/nothing/handshakes")).JsonAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Handshake_BehindATrustedProxy_HasTheClientsAddress()
    {
        using var server = await ServerUnderTest.StartAsync(("TrustedProxies:0", "127.0.0.0/8"));
        using var client = server.Client();
        using var request = new PushSigner(server.Shop).Verification("1").ToMessage(server.Shop.PushUrl);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        await client.SendAsync(request);

        var list = await client.JsonAsync("/api/v1/apps/shop/handshakes");

        list.GetProperty("items")[0].GetProperty("address").GetString().ShouldBe("203.0.113.9");
    }

    [Fact]
    public void EveryOutcome_HasAText()
    {
        foreach (var outcome in Enum.GetValues<HandshakeOutcome>())
        {
            var handshake = new Handshake { At = default, Outcome = outcome, Address = null, Host = "h", Count = 1 };
            HandshakeView.From(handshake, "shop").Text.ShouldNotBeNullOrEmpty();
        }
    }
}
