using System.Net;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Rules;

public sealed class RuleTestsTests
{
    private const string Path = "/api/v1/apps/shop/rules/test";

    [Theory]
    [InlineData("""{"msgType":"text","content":"帮助"}""")]
    [InlineData("""{"message":{"MsgType":"text","Content":"帮助","FromUserName":"oOfTheRuleTest","ToUserName":"gh","MsgId":"1"}}""")]
    public async Task RuleTest_OfAMessage_SaysWhichRuleWins_AndSendsNothing(string body)
    {
        using var server = await StartAsync();
        using var client = server.Client();

        var test = await (await client.PostAsync(Path, body)).JsonAsync(HttpStatusCode.OK);

        test.GetRawText().ShouldBe(
            """
            {"rule":1,"action":"send","handler":"rule","inRequest":false,
            "send":{"touser":"oOfTheRuleTest","msgtype":"text","text":{"content":"您说：帮助"}},
            "why":[{"rule":0,"matches":false,"because":"content"},{"rule":1,"matches":true,"because":null}]}
            """.ReplaceLineEndings(""));
        server.WeChat.Calls.All.ShouldNotContain(call => call.Api == FakeApis.CustomSend);
        (await client.JsonAsync("/api/v1/apps/shop/messages")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task RuleTest_OfAnEvent_NeedsItsNameOnly()
    {
        using var server = await StartAsync();
        using var client = server.Client();

        var test = await (await client.PostAsync(Path, """{"event":"some_event"}""")).JsonAsync(HttpStatusCode.OK);

        (test.GetProperty("action").GetString(), test.GetProperty("reply").GetString()).ShouldBe(("replyBody", "{\"ErrCode\":0}"));
        test.GetProperty("inRequest").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "body")]
    [InlineData("""{"content":"x"}""", "body")]
    [InlineData("""{"msgType":"event"}""", "event")]
    [InlineData("""{"msgType":"text","event":"x"}""", "event")]
    [InlineData("""{"msgType":"text","message":{"MsgType":"text"}}""", "message")]
    [InlineData("""{"message":{}}""", "message")]
    [InlineData("""{"message":"text"}""", "message")]
    [InlineData("""{"message":{"MsgType":"\ud800"}}""", "message")]
    [InlineData("""{"message":{"MsgType":"text","\ud800":1}}""", "message")]
    public async Task RuleTest_ThatIsWrong_Is400_WithTheField(string body, string field)
    {
        using var server = await StartAsync();
        using var client = server.Client();

        var problem = await (await client.PostAsync(Path, body)).JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().ShouldContain(error => error.Name == field);
    }

    [Fact]
    public async Task RuleTest_OfAnUnknownApp_Is404()
    {
        using var server = await StartAsync();
        using var client = server.Client();

        await (await client.PostAsync("/api/v1/apps/none/rules/test", "{}")).JsonAsync(HttpStatusCode.NotFound);
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(
        ("Apps:shop:Rules:0:Content", "^人工$"), ("Apps:shop:Rules:0:TransferToCustomerService", "true"),
        ("Apps:shop:Rules:1:MsgType", "text"), ("Apps:shop:Rules:1:Send:Text", "您说：{Content}"),
        ("Apps:shop:Rules:2:Event", "some_event"), ("Apps:shop:Rules:2:ReplyBody", "{\"ErrCode\":0}"));
}
