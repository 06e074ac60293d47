using System.Net;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>The entrance of WeChat's cloud hosting: nothing is signed, and a header is trusted.</summary>
public sealed class CloudHostingTests(CloudHostingTests.Fixture fixture) : IClassFixture<CloudHostingTests.Fixture>
{
    private const string Text =
        """{"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":1700000000,"MsgType":"text","Content":"你好","MsgId":"N"}""";

    private readonly EngineUnderTest _engine = fixture.Engine;

    [Theory]
    [InlineData("x-wx-source")]
    [InlineData("x-wx-sources")]
    [InlineData("X-WX-SOURCE")]
    public async Task APush_ThroughTheGateway_IsStored(string header)
    {
        var id = Guid.NewGuid().ToString("N");
        using var answer = await PostAsync("cloud", Text.Replace("\"N\"", $"\"{id}\""), (header, "wx_mp"));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await FindAsync(id)).ShouldNotBeNull().OpenId.ShouldBe("oUser");
    }

    [Fact]
    public async Task APush_KeepsWhatTheGatewaySays()
    {
        var id = Guid.NewGuid().ToString("N");
        using var answer = await PostAsync(
            "cloud", Text.Replace("\"N\"", $"\"{id}\""),
            ("x-wx-source", "wx_mp"), ("X-WX-OPENID", "oUser"), ("x-wx-appid", "wxowner"), ("x-wx-unionid", "union"),
            ("x-wx-from-openid", "oFrom"), ("x-wx-from-appid", "wxfrom"), ("x-wx-from-unionid", "unionFrom"),
            ("x-wx-client-ip", "1.2.3.4"), ("authorization", "secret"));

        (await FindAsync(id)).ShouldNotBeNull().Source.ShouldNotBeNull().ShouldBe(
            new Dictionary<string, string>
            {
                ["x-wx-source"] = "wx_mp",
                ["x-wx-openid"] = "oUser",
                ["x-wx-appid"] = "wxowner",
                ["x-wx-unionid"] = "union",
                ["x-wx-from-openid"] = "oFrom",
                ["x-wx-from-appid"] = "wxfrom",
                ["x-wx-from-unionid"] = "unionFrom",
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task APush_PastTheGateway_Is403_AndNotStored(string? source)
    {
        var id = Guid.NewGuid().ToString("N");
        using var answer = await PostAsync("cloud", Text.Replace("\"N\"", $"\"{id}\""), ("x-wx-source", source));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await FindAsync(id)).ShouldBeNull();
        _engine.Log.Text.ShouldContain("gateway");
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("secure")]
    [InlineData("relay")]
    public async Task TheHeader_AtAnotherApp_Is403_AndNothingIsStored(string app)
    {
        using var answer = await PostAsync(app, Text, ("x-wx-source", "wx_mp"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(app)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ \"action\": \"CheckContainerPath\"}", true)]
    [InlineData("{\"action\":\"CheckContainerPath\"}", false)]
    [InlineData("<xml><action>CheckContainerPath</action></xml>", true)]
    [InlineData("<xml>\n  <action>CheckContainerPath</action>\n</xml>", false)]
    public async Task TheProbe_IsAnswered_WithOrWithoutTheHeader_AndIsNoPush(string probe, bool withHeader)
    {
        using var answer = await PostAsync("probed", probe, ("x-wx-source", withHeader ? "wx_mp" : null));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
        (await _engine.StoredAsync("probed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheProbe_AtAnotherApp_IsRefused()
    {
        using var answer = await PostAsync("shop", "{\"action\":\"CheckContainerPath\"}", ("x-wx-source", "wx_mp"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AnUnsignedRequest_WithoutAnyParameter_AtAnOrdinaryApp_IsStill400()
    {
        using var answer = await PostAsync("shop", Text);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    public async Task AnotherMethodThanPost_Is405(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_engine.BaseUrl, "/wechat/cloud?echostr=1"));
        using var answer = await _engine.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public async Task ABody_WhenItIsNoPush_Is400(string body)
    {
        using var answer = await PostAsync("cloud", body, ("x-wx-source", "wx_mp"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task APushThatCallsItselfAProbe_IsAPush()
    {
        using var answer = await PostAsync("cloud", """{"action":"CheckContainerPath","MsgType":"text","MsgId":"probe"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("cloud", "x-wx-source", "wx_client")]
    [InlineData("cloud", "x-wx-source", "WX_DevTools")]
    [InlineData("cloud", "x-wx-sources", "wx_client")]
    [InlineData("cloud", "x-wx-source", "wx_mp,wx_client")]
    [InlineData("cloud", "x-wx-sources", "wx_client , scf")]
    [InlineData("cloud", "x-wx-source", ",")]
    [InlineData("listed", "x-wx-source", "wx_mp")]
    [InlineData("listed", "x-wx-source", "wx_push,wx_mp")]
    public async Task ASource_ThatIsNotTrusted_Is403_AndNotStored(string app, string header, string source)
    {
        using var answer = await PostAsync(app, Text.Replace("\"N\"", $"\"{Guid.NewGuid():N}\""), (header, source));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(app)).ShouldNotContain(push => push.Source!.Values.Contains(source));
    }

    [Theory]
    [InlineData("wx_mp", "wx_client")]
    [InlineData("wx_client", "wx_mp")]
    public async Task TwoHeaders_OfWhichOneNamesAClient_Is403_AndTheLogNamesTheSetting(string source, string sources)
    {
        using var both = await PostAsync("cloud", Text, ("x-wx-source", source), ("x-wx-sources", sources));
        using var twice = await PostAsync("cloud", Text, ("x-wx-source", source), ("x-wx-source", sources));

        both.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        twice.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:cloud:CloudSources");
    }

    [Theory]
    [InlineData("wx_push")]
    [InlineData("WX_PUSH")]
    [InlineData("wx_client,wx_push")]
    public async Task ASource_OnTheList_IsTrusted_WhateverItIs(string source)
    {
        using var answer = await PostAsync("listed", Text.Replace("\"N\"", $"\"{Guid.NewGuid():N}\""), ("x-wx-source", source));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("oUser", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("oAttacker", HttpStatusCode.Forbidden)]
    [InlineData("OUSER", HttpStatusCode.Forbidden)]
    public async Task AUsersPush_MustBeOfTheUserWhomTheGatewayNames(string openId, HttpStatusCode status)
    {
        var id = Guid.NewGuid().ToString("N");
        using var answer = await PostAsync(
            "cloud", Text.Replace("\"N\"", $"\"{id}\""), ("x-wx-source", "wx_mp"), ("x-wx-openid", openId));

        answer.StatusCode.ShouldBe(status);
        (await FindAsync(id) is not null).ShouldBe(status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task AUsersPush_WithTwoUsers_Is403()
    {
        using var answer = await PostAsync(
            "cloud", Text, ("x-wx-source", "wx_mp"), ("x-wx-openid", "oUser"), ("x-wx-openid", "oAttacker"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AnEventOfThePlatforms_IsOfNoUser_WhateverTheGatewayNames()
    {
        const string punished =
            """{"ToUserName":"gh_1","FromUserName":"oSystem","CreateTime":1700000000,"MsgType":"event","Event":"wxa_punish_event","punish_id":"7"}""";
        using var answer = await PostAsync("listed", punished, ("x-wx-source", "wx_push"), ("x-wx-openid", "oOwner"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<PushDetail?> FindAsync(string msgId) =>
        (await _engine.StoredAsync("cloud")).SingleOrDefault(push => Encoding.UTF8.GetString(push.Body.Span).Contains(msgId));

    private async Task<HttpResponseMessage> PostAsync(string app, string body, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_engine.BaseUrl, $"/wechat/{app}"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return await _engine.SendAsync(request);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal EngineUnderTest Engine { get; private set; } = null!;

        public async Task InitializeAsync() => Engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. EngineSetup.App("cloud", more: ("Hosting", "CloudHosting")),
                .. EngineSetup.App(
                    "listed",
                    more: [("Hosting", "CloudHosting"), ("CloudSources:0", "wx_push"), ("CloudSources:1", "wx_client")]),
                .. EngineSetup.App("probed", more: ("Hosting", "CloudHosting")),
                .. EngineSetup.App("secure", WeChatPush.Simulator.Pushing.WireMode.Secure),
                .. EngineSetup.App("relay", more: [("Hosting", "CloudFunction"), ("RelaySecret", "whsec_c2VjcmV0LW9mLXRoZS1yZWxheS1mdW5jdGlvbg==")]),
            ],
        });

        public async Task DisposeAsync() => await Engine.DisposeAsync();
    }
}
