using System.Net;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class SendingTests
{
    private const string CustomerMessages = "/api/v1/apps/shop/customer-messages";
    private const string Message = """{"touser":"openid-1","msgtype":"text","text":{"content":"你好"}}""";

    [Fact]
    public async Task CustomerMessage_WithMembersThatWeChatDoesNotKnow_Is400_ThatNamesThemAll()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(CustomerMessages, """
            {"touser":"openid-1","msgtype":"text","text":{"content":"x","contnt":"y"},"toUser":"z","image":{"media_id":"m"},
             "customservice":{"kfaccount":"a"},"aimsgcontext":{"is_ai_msg":1},"businessid":"1","zzzzzzzz":1}
            """);

        var errors = (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().ToDictionary(error => error.Name, error => error.Value[0].GetString()).ShouldBe(
            new Dictionary<string, string?>
            {
                ["text.contnt"] = "unknown; did you mean 'content'?",
                ["toUser"] = "unknown; did you mean 'touser'?",
                ["image"] = "unknown; the members are touser, msgtype, text, customservice, businessid, aimsgcontext",
                ["customservice.kfaccount"] = "unknown; did you mean 'kf_account'?",
                ["zzzzzzzz"] = "unknown; the members are touser, msgtype, text, customservice, businessid, aimsgcontext",
            },
            ignoreOrder: true);
        server.WeChat.Calls.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task CustomerMessage_WhenWeChatTakesIt_IsSent()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(CustomerMessages, Message);

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("outcome").GetString().ShouldBe("sent");
        answer.GetProperty("errcode").GetInt32().ShouldBe(0);
        (await server.WeChat.WaitForSendsAsync(1))[0].OpenId.ShouldBe("openid-1");
    }

    [Fact]
    public async Task CustomerMessage_WhenWeChatRefuses_Is200WithTheCode()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = 45015 });

        using var response = await client.PostAsync(CustomerMessages, Message);

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("outcome").GetString().ShouldBe("refused");
        answer.GetProperty("errcode").GetInt32().ShouldBe(45015);
    }

    [Fact]
    public async Task CustomerMessage_WhenWeChatIsBusy_IsFailed()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = -1 });

        using var response = await client.PostAsync(CustomerMessages, Message);

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("outcome").GetString().ShouldBe("failed");
        answer.GetProperty("errcode").GetInt32().ShouldBe(-1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"touser":"openid-1"}""")]
    [InlineData("""{"touser":"openid-1","msgtype":"text"}""")]
    public async Task CustomerMessage_WhenTheBodyIsWrong_Is400ThatSaysWhere(string body)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(CustomerMessages, body);

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task CustomerMessage_WhenTheBodyIsNotSaidToBeJson_Is415()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(CustomerMessages, new StringContent(Message));

        await response.JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task CustomerMessage_WhenTheBodyIsHuge_Is413()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(CustomerMessages, new string(' ', 100_000));

        await response.JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task AccessToken_WhenThereIsOne_IsTheOneInForce()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync("/api/v1/apps/shop/access-token");

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("accessToken").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task AccessToken_WhenWeChatGivesNone_Is502WithTheReason()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:AppSecret", null));
        using var client = server.Client();

        using var response = await client.GetAsync("/api/v1/apps/shop/access-token");

        (await response.JsonAsync(HttpStatusCode.BadGateway)).GetProperty("detail").GetString()!.ShouldContain("AppSecret");
    }
}
