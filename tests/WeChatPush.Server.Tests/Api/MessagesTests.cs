using System.Net;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class MessagesTests
{
    private const string Messages = "/api/v1/apps/shop/messages";

    [Fact]
    public async Task List_WhenPushesCame_IsNewestFirstAndPages()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        foreach (var user in new[] { "openid-1", "openid-2", "openid-3" })
            await server.PushAsync(new PushBuilder(server.Shop, user).Text("hi"));

        var first = await client.JsonAsync($"{Messages}?limit=2");
        var second = await client.JsonAsync($"{Messages}?limit=2&cursor={first.GetProperty("next")}");

        first.GetProperty("items").Texts("openId").ShouldBe(["openid-3", "openid-2"]);
        second.GetProperty("items").Texts("openId").ShouldBe(["openid-1"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        first.GetProperty("items")[0].EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "state", "msgType", "event", "openId", "createTime", "receivedAt", "attempts"], ignoreOrder: true);
    }

    [Fact]
    public async Task List_WhenFiltered_HasWhatMatches()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("hi"));
        await server.PushAsync(new PushBuilder(server.Shop, "openid-2").EnterSession());

        async Task<string[]> Users(string query) =>
            (await client.JsonAsync($"{Messages}?{query}")).GetProperty("items").Texts("openId");

        (await Users("msgType=TEXT")).ShouldBe(["openid-1"]);
        (await Users("event=user_enter_tempsession")).ShouldBe(["openid-2"]);
        (await Users("openId=openid-1&state=Done")).ShouldBe(["openid-1"]);
        (await Users("state=dead")).ShouldBeEmpty();
        (await Users("since=2020-01-01T00:00Z")).Length.ShouldBe(2);
        (await Users("since=2020-01-01T00:00:00%2B08:00&until=2020-01-02T00:00:00.5Z")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_FindsTheText_AndCountSaysHowMany()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await server.PushAsync(new PushBuilder(server.Shop, "openid-1").Text("订单 A-17 还没到"));
        await server.PushAsync(new PushBuilder(server.Shop, "openid-2").Text("hi"));

        var found = await client.JsonAsync($"{Messages}?q={Uri.EscapeDataString("a-17")}");
        found.GetProperty("items").Texts("openId").ShouldBe(["openid-1"]);
        found.EnumerateObject().Select(member => member.Name).ShouldBe(["items", "next"], ignoreOrder: true);
        (await client.JsonAsync($"{Messages}?errcode=45015")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.JsonAsync($"{Messages}/count")).ToString().ShouldBe("""{"count":2}""");
        (await client.JsonAsync($"{Messages}/count?q=a-17&msgType=text")).ToString().ShouldBe("""{"count":1}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/count")]
    public async Task Search_ByAViewer_IsRefused_BecauseTextsAreMasked(string path)
    {
        using var server = await RoleKeys.StartAsync();
        using var viewer = server.Client(RoleKeys.Viewer);

        using var refused = await viewer.GetAsync($"{Messages}{path}?q=a");
        using var allowed = await viewer.GetAsync($"{Messages}{path}?errcode=45015");

        (await refused.JsonAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString()!.ShouldStartWith("q needs the role operator");
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("errcode", "many")]
    [InlineData("limit", "0")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "ten")]
    [InlineData("limit", "")]
    [InlineData("limit", "1.5")]
    [InlineData("cursor", "made-up")]
    [InlineData("since", "yesterday")]
    [InlineData("since", "1/2")]
    [InlineData("since", "2026-11-21")]
    [InlineData("since", "2026-11-21T08:00:00")]
    [InlineData("since", "08:00")]
    [InlineData("until", "2026-13-01T00:00:00Z")]
    [InlineData("state", "lost")]
    [InlineData("state", "1")]
    public async Task List_WhenAParameterIsWrong_Is400ThatNamesIt(string parameter, string value)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync($"{Messages}?{parameter}={Uri.EscapeDataString(value)}");

        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(parameter);
        problem.GetProperty("detail").GetString().ShouldStartWith(parameter);
    }

    [Fact]
    public async Task List_WhenAPlusIsNotEscaped_HintsAtIt()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync($"{Messages}?since=2026-11-29T00:00:00+08:00");

        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("since")[0].GetString()
            .ShouldBe("has a blank where its + was: in a query + is written %2B.");
    }

    [Fact]
    public async Task List_WhenFiltersAreEmpty_FiltersByNothing()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync($"{Messages}?state=&msgType=&event=&openId=&since=&until=");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("201")]
    [InlineData("9999999999999999999")]
    public async Task List_WhenTheLimitIsTooLarge_IsCut(string limit)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        (await client.JsonAsync($"{Messages}?limit={limit}")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Find_OfAPushThroughTheCloud_HasWhatTheGatewaySaid()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Hosting", "CloudHosting"));
        using var client = server.Client();
        foreach (var unionId in new[] { "union-1", null })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/wechat/shop")
            {
                Content = new StringContent($$"""{"MsgType":"text","MsgId":"{{unionId}}","FromUserName":"o"}"""),
            };
            request.Headers.Add("x-wx-source", "wx_mp");
            request.Headers.TryAddWithoutValidation("x-wx-unionid", unionId);
            (await (await client.SendAsync(request)).Content.ReadAsStringAsync()).ShouldBe("success");
        }

        var ids = (await client.JsonAsync(Messages)).GetProperty("items").Texts("id");
        var first = await client.JsonAsync($"{Messages}/{ids[1]}");
        first.GetProperty("source").GetProperty("x-wx-unionid").GetString().ShouldBe("union-1");
        (await client.JsonAsync($"{Messages}/{ids[0]}")).GetProperty("source").EnumerateObject().Select(pair => pair.Name)
            .ShouldBe(["x-wx-source"]);
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task Find_WhenThePushWasAnswered_HasContentTimelineAndSends(PushFormat format)
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Rules:0:Send:Text", "收到：{Content}"));
        using var client = server.Client();
        var payload = new PushBuilder(server.Shop, "openid-1") { Format = format }.Text("你好<& 😀");
        var id = (await server.PushAsync(payload)).GetProperty("id").GetString();

        var text = await client.GetStringAsync($"{Messages}/{id}");

        text.ShouldContain("你好<& 😀", Case.Sensitive);
        var push = JsonSerializer.Deserialize<JsonElement>(text);
        push.GetProperty("state").GetString().ShouldBe("done");
        push.GetProperty("raw").GetString().ShouldBe(payload.Text);
        push.GetProperty("message").GetProperty("Content").GetString().ShouldBe("你好<& 😀");
        push.GetProperty("message").GetProperty("MsgId").ValueKind.ShouldBe(JsonValueKind.String);
        push.GetProperty("timeline").GetArrayLength().ShouldBeGreaterThan(0);
        var send = push.GetProperty("sends")[0];
        send.GetProperty("outcome").GetString().ShouldBe("sent");
        send.GetProperty("errcode").GetInt32().ShouldBe(0);
        send.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["at", "api", "outcome", "errcode", "errmsg", "durationMs", "msgId"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/api/v1/apps/shop/messages/nothing")]
    [InlineData("GET", "/api/v1/apps/nobody/messages")]
    [InlineData("POST", "/api/v1/apps/nobody/dead-letters/replay")]
    [InlineData("POST", "/api/v1/apps/shop/messages/nothing/replay")]
    [InlineData("GET", "/api/v1/apps/nobody/access-token")]
    [InlineData("GET", "/api/v1/apps/SHOP/messages")]
    public async Task Request_WhenThereIsNoSuchThing_Is404(string method, string path)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        (await response.JsonAsync(HttpStatusCode.NotFound)).GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }
}
