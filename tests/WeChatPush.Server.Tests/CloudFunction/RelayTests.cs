using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatPush.Simulator;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.CloudFunction;

public sealed class RelayTests
{
    [Fact]
    public async Task EveryMessage_IsAnsweredWith收到_ThroughTheRelayAndTheServer()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        using var data = new TemporaryDirectory();
        using var server = new ServerProcess(
            data.Path,
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("WeChatPush__DataDirectory", data.Path),
            ("WeChatPush__Apps__shop__AppId", "wx0123456789abcdef"),
            ("WeChatPush__Apps__shop__AppSecret", "secret"),
            ("WeChatPush__Apps__shop__Hosting", "CloudFunction"),
            ("WeChatPush__Apps__shop__RelaySecret", Relay.Secret),
            ("WeChatPush__Apps__shop__ApiBaseUrl", simulator.BaseUrl.ToString()),
            ("WeChatPush__Apps__shop__Rules__0__Send__Text", "收到"));

        var answer = await Relay.RunAsync(Relay.Text("你好😀"), new Uri(await server.AddressAsync(), "/wechat/shop"));
        var send = (await simulator.WeChat.WaitForSendsAsync(1))[0];

        answer.GetProperty("answer").GetString().ShouldBe("success");
        send.OpenId.ShouldBe("oUser");
        send.Text.ShouldBe("收到");
    }

    [Fact]
    public async Task AReply_ComesBackAsAnObject()
    {
        await using var engine = await StartAsync();

        var answer = await Relay.RunAsync(Relay.Text("人工"), Url(engine));

        answer.GetProperty("answer").GetProperty("MsgType").GetString().ShouldBe("transfer_customer_service");
        answer.GetProperty("answer").GetProperty("ToUserName").GetString().ShouldBe("oUser");
    }

    [Fact]
    public async Task SeveralEvents_GoOverOneInstance_AndArriveToTheLetter()
    {
        await using var engine = await StartAsync();

        var answers = await Relay.RunAsync(
            [Relay.Text("一", "1"), Relay.Text("<>&😀\\u0007", "2"), Relay.Text("一", "1")],
            ("WECHATPUSH_URL", Url(engine).ToString()),
            ("WECHATPUSH_SECRET", Relay.Secret));

        answers.Select(answer => answer.GetProperty("answer").GetString()).ShouldBe(["success", "success", "success"]);
        var stored = await engine.StoredAsync("relay");
        stored.Count.ShouldBe(2);
        Encoding.UTF8.GetString(stored[1].Body.Span).ShouldContain("<>&😀");
    }

    [Fact]
    public async Task AWrongSecret_Fails_WithoutRepeatingIt()
    {
        await using var engine = await StartAsync();

        var answer = await Relay.RunAsync(Relay.Text("hi"), Url(engine), "whsec_d3Jvbmc=");

        answer.GetProperty("error").GetString().ShouldBe("The WeChatPush server answered 403.");
    }

    [Theory]
    [InlineData("", Relay.Secret, "The environment variable WECHATPUSH_URL is not set.")]
    [InlineData("http://localhost", "hunter2", "The environment variable WECHATPUSH_SECRET is not a secret: whsec_ followed by base64.")]
    public async Task AMissingSetting_Fails_NamingIt(string url, string secret, string expected)
    {
        var answers = await Relay.RunAsync([Relay.Text("hi")], ("WECHATPUSH_URL", url), ("WECHATPUSH_SECRET", secret));

        answers.ShouldHaveSingleItem().GetProperty("error").GetString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"environment":"{\"TCB_SOURCE\":\"wx_client\",\"WX_OPENID\":\"oUser\"}"}""", null)]
    [InlineData("""{"environment":{"TCB_SOURCE":"WX_Client"}}""", null)]
    [InlineData("""{"environ":"WX_OPENID=oUser;TCB_SOURCE=wx_devtools;TCB_ENV=e"}""", null)]
    [InlineData("""{"SOURCE":"wx_client,scf","OPENID":"oUser"}""", null)]
    [InlineData("""{"environment":"{\"WX_OPENID\":\"oAttacker\"}"}""", null)]
    [InlineData("""{"OPENID":"oAttacker"}""", null)]
    [InlineData("{}", "scf, wx_client")]
    [InlineData("null", "web_client")]
    public async Task ACallOfAClients_IsNotRelayed(string context, string? source)
    {
        await using var server = await Destination.StartAsync();

        var answers = await CallAsync(server.Url, Relay.Text("hi"), context, source);

        answers.GetProperty("error").GetString().ShouldNotBeNull().ShouldContain("relays nothing");
        server.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    [InlineData("""{"environment":"{\"TCB_SOURCE\":\"wx_unknown\",\"WX_OPENID\":\"oUser\"}"}""", null)]
    [InlineData("""{"environment":"no JSON","environ":7,"OPENID":"oUser"}""", "wx_http")]
    public async Task ACallOfWeChats_IsRelayed(string context, string? source)
    {
        await using var engine = await StartAsync();

        var answer = await CallAsync(Url(engine), Relay.Text("hi"), context, source);

        answer.GetProperty("answer").GetString().ShouldBe("success");
    }

    [Fact]
    public async Task AServerThatIsSilent_IsGivenUpInTime()
    {
        await using var server = await Destination.StartAsync(Destination.Silence);

        var answer = await Relay.RunAsync(Relay.Text("hi"), server.Url, timeoutMs: 200);

        answer.GetProperty("error").GetString().ShouldBe("The WeChatPush server did not answer within 200 ms.");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(302)]
    public async Task AnotherStatus_Fails_SoThatWeChatTriesAgain(int status)
    {
        await using var server = await Destination.StartAsync(Destination.Status(status, "http://elsewhere/"));

        var answer = await Relay.RunAsync(Relay.Text("hi"), server.Url);

        answer.GetProperty("error").GetString().ShouldBe($"The WeChatPush server answered {status}.");
    }

    [Fact]
    public async Task AnAnswerThatBreaksOff_Fails()
    {
        await using var server = await Destination.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("succ");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var answer = await Relay.RunAsync(Relay.Text("hi"), server.Url);

        answer.TryGetProperty("error", out _).ShouldBeTrue();
    }

    private static async Task<JsonElement> CallAsync(Uri url, string @event, string context, string? source)
    {
        List<(string, string)> environment =
        [
            ("WECHATPUSH_URL", url.ToString()), ("WECHATPUSH_SECRET", Relay.Secret), ("CONTEXT_OF_TEST", context),
        ];
        if (source is not null)
            environment.Add(("TCB_SOURCE", source));
        return (await Relay.RunAsync([@event], [.. environment])).ShouldHaveSingleItem();
    }

    private static Uri Url(EngineUnderTest engine) => new(engine.BaseUrl, "/wechat/relay");

    private static Task<EngineUnderTest> StartAsync() => EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Settings = EngineSetup.App(
            "relay",
            more:
            [
                ("Hosting", "CloudFunction"), ("RelaySecret", Relay.Secret),
                ("Rules:0:Content", "人工"), ("Rules:0:TransferToCustomerService", "true"),
            ]),
    });
}
