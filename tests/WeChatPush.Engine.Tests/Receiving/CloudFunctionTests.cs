using System.Globalization;
using System.Net;
using System.Text;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>The entrance of the relay in a cloud function: the event as JSON, signed with a secret of both sides.</summary>
public sealed class CloudFunctionTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    // As a cloud function gets it: the AppID in place of the original id, the MsgId as text.
    private const string Event =
        """{"ToUserName":"wxrelay0123456789","FromUserName":"oUser","CreateTime":1700000000,"MsgType":"text","Content":"你好","MsgId":"6074746557628292943"}""";

    private readonly ManualTimeProvider _time = new();
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Time = _time,
        Messages = new ScriptedMessages(),
        Settings =
        [
            .. EngineSetup.App(
                "relay",
                more:
                [
                    ("Hosting", "CloudFunction"), ("RelaySecret", Secret), ("OriginalId", "gh_0123456789ab"),
                    ("Rules:0:Content", "人工"), ("Rules:0:TransferToCustomerService", "true"),
                ]),
        ],
    });

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task AnEvent_WhenSigned_IsStored()
    {
        using var answer = await PostAsync(Event);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
        var push = (await _engine.StoredAsync("relay")).ShouldHaveSingleItem();
        push.OpenId.ShouldBe("oUser");
        Encoding.UTF8.GetString(push.Body.Span).ShouldBe(Event);
    }

    [Fact]
    public async Task AnEvent_RelayedTwice_IsOnePush()
    {
        using var first = await PostAsync(Event);
        using var second = await PostAsync(Event);

        (await second.Content.ReadAsStringAsync()).ShouldBe("success");
        (await _engine.StoredAsync("relay")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AReply_ComesAsJson()
    {
        using var answer = await PostAsync(Event.Replace("你好", "人工"));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("""
            "MsgType":"transfer_customer_service"
            """);
    }

    [Theory]
    [InlineData("id", null, HttpStatusCode.BadRequest)]
    [InlineData("timestamp", null, HttpStatusCode.BadRequest)]
    [InlineData("signature", null, HttpStatusCode.Forbidden)]
    [InlineData("signature", "v1,AAAA", HttpStatusCode.Forbidden)]
    [InlineData("id", "another", HttpStatusCode.Forbidden)]
    [InlineData("timestamp", "1", HttpStatusCode.Forbidden)]
    public async Task AHeader_WhenMissingOrChanged_IsRefused(string header, string? value, HttpStatusCode status)
    {
        using var answer = await PostAsync(Event, headers => headers[$"webhook-{header}"] = value);

        answer.StatusCode.ShouldBe(status);
        (await _engine.StoredAsync("relay")).ShouldBeEmpty();
    }

    [Fact]
    public async Task AChangedByte_IsRefused_WithALineThatNamesTheSetting()
    {
        using var answer = await PostAsync(Event, sent: Event.Replace("你好", "您好"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:relay:RelaySecret");
        _engine.Log.Text.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData(-300, HttpStatusCode.OK)]
    [InlineData(-301, HttpStatusCode.Forbidden)]
    [InlineData(300, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.Forbidden)]
    public async Task ATimestamp_IsGoodForFiveMinutes(int seconds, HttpStatusCode status)
    {
        using var answer = await PostAsync(Event, age: TimeSpan.FromSeconds(seconds));

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task TheSignatureOfAnOwnServer_IsNoKeyHere()
    {
        var app = _engine.App("relay");
        using var answer = await _engine.SendAsync(
            app, new WeChatPush.Simulator.Pushing.PushSigner(app, _time).Push(
                new WeChatPush.Simulator.Pushing.PushBuilder(app, "o", _time).Text("hi")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AGet_Is405()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_engine.BaseUrl, "/wechat/relay"));
        using var answer = await _engine.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    private async Task<HttpResponseMessage> PostAsync(
        string signed, Action<Dictionary<string, string?>>? change = null, string? sent = null, TimeSpan age = default)
    {
        WebhookSignature.TryReadSecret(Secret, out var key);
        var stamp = (_time.GetUtcNow() + age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string?>
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = stamp,
            ["webhook-signature"] = WebhookSignature.Compute(key, "msg_1", stamp, Encoding.UTF8.GetBytes(signed)),
        };
        change?.Invoke(headers);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_engine.BaseUrl, "/wechat/relay"))
        {
            Content = new StringContent(sent ?? signed, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.Add(name, value);
        return await _engine.SendAsync(request);
    }
}
