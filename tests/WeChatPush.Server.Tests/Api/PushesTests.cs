using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class PushesTests
{
    private const string Pushes = "/api/v1/apps/shop/pushes";
    private const string Message =
        """{"openId":"oUser","templateId":"tpl","page":"index","data":{"thing1":{"value":"你好"}}}""";

    [Fact]
    public async Task Post_OnACredit_IsSent_AndSpendsIt()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client);

        (await SendAsync(client, Message)).ShouldBe(("sent", 0));

        (await server.WeChat.WaitForSendsAsync(1))[0].OpenId.ShouldBe("oUser");
        (await SendAsync(client, Message)).ShouldBe(("noCredit", null));
    }

    [Theory]
    [InlineData(43101, "refused", 0)]
    [InlineData(40003, "refused", 1)]
    [InlineData(47003, "failed", 2)]
    [InlineData(45009, "paused", 2)]
    [InlineData(45011, "paused", 2)]
    [InlineData(48001, "failed", 2)]
    public async Task Post_WhenWeChatRefuses_Is200WithTheCode(int errCode, string outcome, int left)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, 2);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, ErrCode = errCode });

        (await SendAsync(client, Message)).ShouldBe((outcome, errCode));

        (await UsableAsync(client)).ShouldBe(left);
    }

    [Fact]
    public async Task Post_WhenWeChatNamesAField_PassesItOn()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client);
        server.WeChat.Faults.Add(new FakeFault
        {
            Api = FakeApis.SubscribeSend, ErrCode = 47003, ErrMsg = "argument invalid! data.thing1.value invalid",
        });

        using var response = await client.PostAsync(Pushes, Message);

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("errmsg").GetString()!.ShouldContain("data.thing1.value");
    }

    [Fact]
    public async Task Post_WithAVersionAndALanguage_HandsThemOn_AndAnswersWithTheIdOfTheMessage()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client);

        using var response = await client.PostAsync(
            Pushes, Message[..^1] + ""","miniprogramState":"trial","lang":"en_US"}""");

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        var call = (await server.WeChat.WaitForSendsAsync(1))[0];
        call.Json.GetProperty("miniprogram_state").GetString().ShouldBe("trial");
        call.Json.GetProperty("lang").GetString().ShouldBe("en_US");
        answer.GetProperty("msgId").GetString().ShouldBe(call.MsgId!.Value.ToString(CultureInfo.InvariantCulture));
        answer.GetProperty("msgId").GetString()!.Length.ShouldBe(19);
    }

    [Fact]
    public async Task Post_OfKeywordsInTheirOrder_NumbersThem()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await client.PostAsync("/api/v1/apps/shop/credits", """{"openId":"oUser","formIds":[{"formId":"f1"}]}""");

        (await SendAsync(client, """{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["一",339208499]}"""))
            .ShouldBe(("sent", 0));

        server.WeChat.Calls.Sends.ShouldHaveSingleItem().Json.GetProperty("data").ToString()
            .ShouldBe("""{"keyword1":{"value":"一"},"keyword2":{"value":"339208499"}}""");
    }

    [Fact]
    public async Task Post_OfATemplateMessage_UsesAFormId()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await client.PostAsync("/api/v1/apps/shop/credits", """{"openId":"oUser","formIds":[{"formId":"f1"}]}""");

        var body = """
            {"openId":"oUser","templateId":"tpl","kind":"template","data":{"keyword1":{"value":339208499}}}
            """;
        (await SendAsync(client, body)).ShouldBe(("sent", 0));

        server.WeChat.Calls.Sends.ShouldHaveSingleItem().Body.ShouldContain("\"form_id\":\"f1\"");
    }

    [Fact]
    public async Task Post_WhileTheApiIsAway_AnswersSoon_AndGivesTheCreditBack()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client);
        server.Reload("Apps:shop:ApiBaseUrl", "http://127.0.0.1:9");
        var began = Stopwatch.GetTimestamp();

        var (outcome, _) = await SendAsync(client, Message);

        outcome.ShouldBe("failed");
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await UsableAsync(client)).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"x"}},"miniprogramState":"beta"}""", "miniprogramState")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"x"}},"miniprogram_state":"trial"}""", "miniprogram_state")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"x"}},"lang":"zh"}""", "lang")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["x"],"lang":"zh_CN"}""", "lang")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["x"],"miniprogramState":"trial"}""", "miniprogramState")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","keywords":["x"]}""", "keywords")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":[]}""", "keywords")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["x",""]}""", "keywords[1]")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["x",true]}""", "keywords[1]")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","kind":"template","keywords":["x"],"data":{"keyword1":{"value":"x"}}}""", "keywords")]
    [InlineData("not json", "body")]
    [InlineData("""{"templateId":"tpl","data":{"thing1":{"value":"x"}}}""", "openId")]
    [InlineData("""{"openId":"oUser","data":{"thing1":{"value":"x"}}}""", "templateId")]
    [InlineData("""{"openId":"oUser","templateId":"tpl"}""", "data")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{}}""", "data")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":"x"}""", "data")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":"x"}}""", "data.thing1.value")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":""}}}""", "data.thing1.value")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"一\n二"}}}""", "data.thing1.value")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"phrase2":{"value":"OK"}}}""", "data.phrase2.value")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"x"}},"kind":"uniform"}""", "kind")]
    [InlineData("""{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"x"}},"page":7}""", "page")]
    public async Task Post_WhenTheMessageIsWrong_Is400ThatNamesTheField(string body, string field)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client);

        using var response = await client.PostAsync(Pushes, body);

        var errors = (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldContain(field);
        server.WeChat.Calls.Sends.ShouldBeEmpty();
        (await UsableAsync(client)).ShouldBe(1);
    }

    private static Task<ServerUnderTest> StartAsync() =>
        ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));

    private static async Task AcceptAsync(HttpClient client, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await client.PostAsync(
                "/api/v1/apps/shop/credits", """{"openId":"oUser","subscribe":{"tpl":"accept"}}""");
            (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("counted").GetInt32().ShouldBe(1);
        }
    }

    private static async Task<(string? Outcome, int? ErrCode)> SendAsync(HttpClient client, string body)
    {
        using var response = await client.PostAsync(Pushes, body);
        var answer = await response.JsonAsync(HttpStatusCode.OK);
        var code = answer.GetProperty("errcode");
        return (
            answer.GetProperty("outcome").GetString(),
            code.ValueKind is JsonValueKind.Null ? null : code.GetInt32());
    }

    private static async Task<int> UsableAsync(HttpClient client)
    {
        var subscribe = (await client.JsonAsync("/api/v1/apps/shop/credits/oUser")).GetProperty("subscribe");
        return subscribe.TryGetProperty("tpl", out var permits) ? permits.GetProperty("usable").GetInt32() : 0;
    }
}
