using System.Net;
using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class KeyedSendTests
{
    private const string Pushes = "/api/v1/apps/shop/pushes";
    private const string CustomerMessages = "/api/v1/apps/shop/customer-messages";
    private const string Push = """{"openId":"oUser","templateId":"tpl","data":{"thing1":{"value":"你好"}}}""";
    private const string Text = """{"touser":"oUser","msgtype":"text","text":{"content":"您好"}}""";

    public static TheoryData<string, string, string> Routes => new()
    {
        { Pushes, Push, FakeApis.SubscribeSend },
        { CustomerMessages, Text, FakeApis.CustomSend },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_AgainWithTheSameKey_IsTheSameAnswer_AndOneSend(string route, string body, string api)
    {
        using var server = await StartAsync(credits: 5);
        using var client = server.Client();

        var first = await SendAsync(client, route, body, "k1");
        var second = await SendAsync(client, route, body, "k1");

        (first.Outcome, second).ShouldBe(("sent", first));
        server.WeChat.Calls.Sends.Count.ShouldBe(1);
        (await SendAsync(client, route, body, "k2")).Outcome.ShouldBe("sent");
        (await SendAsync(client, route, body, key: null)).Outcome.ShouldBe("sent");
        server.WeChat.Calls.Sends.Select(send => send.Api).ShouldBe([api, api, api]);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_WithTheKeyOfAnotherBody_Is422(string route, string body, string api)
    {
        using var server = await StartAsync(credits: 5);
        using var client = server.Client();
        await SendAsync(client, route, body, "k1");

        (await PostAsync(client, route, body.Replace("oUser", "oOther", StringComparison.Ordinal), "k1")).Status
            .ShouldBe(HttpStatusCode.UnprocessableEntity);

        server.WeChat.Calls.Sends.ShouldHaveSingleItem().Api.ShouldBe(api);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_WhileTheFirstIsUnderWay_WaitsForItsAnswer(string route, string body, string api)
    {
        using var server = await StartAsync(credits: 5);
        using var client = server.Client();
        var answer = new TaskCompletionSource();
        var fault = new FakeFault { Api = api, Until = answer.Task };
        server.WeChat.Faults.Add(fault);

        var sends = Enumerable.Range(0, 5).Select(_ => SendAsync(client, route, body, "k1")).ToList();
        await fault.Reached;
        answer.SetResult();

        (await Task.WhenAll(sends)).ShouldAllBe(send => send.Outcome == "sent");
        server.WeChat.Calls.Sends.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_AfterTheCallerGaveUp_TellsHowItEnded(string route, string body, string api)
    {
        using var server = await StartAsync(credits: 5);
        using var client = server.Client();
        var answer = new TaskCompletionSource();
        var fault = new FakeFault { Api = api, Until = answer.Task };
        server.WeChat.Faults.Add(fault);
        using var givesUp = new CancellationTokenSource();
        var first = PostAsync(client, route, body, "k1", givesUp.Token);
        await fault.Reached;
        await givesUp.CancelAsync();

        var second = SendAsync(client, route, body, "k1");
        answer.SetResult();

        (await second).Outcome.ShouldBe("sent");
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        server.WeChat.Calls.Sends.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(43101, null, "refused", false)]
    [InlineData(47003, null, "failed", false)]
    [InlineData(48001, null, "failed", false)]
    [InlineData(45009, null, "paused", true)]
    [InlineData(null, 503, "failed", true)]
    public async Task Post_AfterWeChatDidNotTakeIt_SendsAgainOnlyIfItNeverDecided(
        int? errCode, int? status, string outcome, bool again)
    {
        using var server = await StartAsync(credits: 5);
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, ErrCode = errCode, Status = status });

        var first = await SendAsync(client, Pushes, Push, "k1");
        server.WeChat.Faults.Clear();
        server.Reload("Sending:QuotaPause", "00:00:00.001");
        var second = await SendAsync(client, Pushes, Push, "k1");

        first.Outcome.ShouldBe(outcome);
        if (again)
            second.ShouldNotBe(first);
        else
            second.ShouldBe(first);
    }

    [Fact]
    public async Task Post_WithoutACredit_RemembersNothing()
    {
        using var server = await StartAsync(credits: 0);
        using var client = server.Client();
        (await SendAsync(client, Pushes, Push, "k1")).Outcome.ShouldBe("noCredit");
        await AcceptAsync(client);

        (await SendAsync(client, Pushes, Push, "k1")).Outcome.ShouldBe("sent");
    }

    [Theory]
    [InlineData(Pushes)]
    [InlineData(CustomerMessages)]
    public async Task Post_OfAWrongBody_DoesNotUseUpTheKey(string route)
    {
        using var server = await StartAsync(credits: 1);
        using var client = server.Client();
        (await PostAsync(client, route, "{}", "k1")).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await SendAsync(client, route, route == Pushes ? Push : Text, "k1")).Outcome.ShouldBe("sent");
    }

    [Fact]
    public async Task Post_WithAKeyThatIsTooLong_Is400()
    {
        using var server = await StartAsync(credits: 1);
        using var client = server.Client();

        (await PostAsync(client, Pushes, Push, new string('k', 256))).Status.ShouldBe(HttpStatusCode.BadRequest);

        server.WeChat.Calls.Sends.ShouldBeEmpty();
    }

    private static async Task<ServerUnderTest> StartAsync(int credits)
    {
        var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var client = server.Client();
        for (var i = 0; i < credits; i++)
            await AcceptAsync(client);
        return server;
    }

    private static async Task AcceptAsync(HttpClient client)
    {
        using var response = await client.PostAsync(
            "/api/v1/apps/shop/credits", """{"openId":"oUser","subscribe":{"tpl":"accept"}}""");
        (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("counted").GetInt32().ShouldBe(1);
    }

    private static async Task<(string? Outcome, string ErrCode, string? ErrMsg)> SendAsync(
        HttpClient client, string route, string body, string? key)
    {
        var (status, text) = await PostAsync(client, route, body, key);
        status.ShouldBe(HttpStatusCode.OK, text);
        var answer = JsonElement.Parse(text);
        return (
            answer.GetProperty("outcome").GetString(),
            answer.GetProperty("errcode").ToString(),
            answer.GetProperty("errmsg").GetString());
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(
        HttpClient client, string route, string body, string? key, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
