using System.Net;
using System.Text;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>The answers that do not depend on the mode of an app.</summary>
public sealed class StatusTests(ReceivingFixture fixture) : IClassFixture<ReceivingFixture>
{
    private readonly EngineUnderTest _engine = fixture.Engine;

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task AnotherMethod_WhenSigned_Is405WithTheAllowedOnes(string method)
    {
        var app = _engine.App();
        var request = new PushSigner(app).Verification("echo");
        using var answer = await _engine.SendAsync(new HttpRequestMessage(new HttpMethod(method), request.AddressAt(app.PushUrl)));

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"]);
    }

    [Theory]
    [InlineData("GET", "/wechat/nobody")]
    [InlineData("POST", "/wechat/nobody")]
    [InlineData("POST", "/wechat/SHOP")]
    [InlineData("POST", "/wechat/shop/more")]
    [InlineData("POST", "/wechat/")]
    public async Task AnUnknownApp_Is404(string method, string path)
    {
        var app = _engine.App();
        var request = new PushSigner(app).Verification("echo");
        using var answer = await _engine.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), request.AddressAt(new Uri(_engine.BaseUrl, path))));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(65536, false, HttpStatusCode.OK)]
    [InlineData(65537, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(65536, true, HttpStatusCode.OK)]
    [InlineData(65537, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(20_000_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task ABody_WhenTooLarge_Is413(int size, bool chunked, HttpStatusCode status)
    {
        var app = _engine.App();
        var body = $$"""{"MsgType":"text","MsgId":"{{size}} {{chunked}}","FromUserName":"o","Content":"X"}""";
        body = body.Replace("X", new string('x', size - body.Length + 1), StringComparison.Ordinal);
        var request = new PushSigner(app).Push(new PushBuilder(app, "o").Raw(Encoding.UTF8.GetBytes(body)));
        using var message = request.ToMessage(app.PushUrl);
        message.Headers.TransferEncodingChunked = chunked;
        using var answer = await _engine.SendAsync(message);

        answer.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("signature", null, HttpStatusCode.Forbidden)]
    [InlineData("signature", "", HttpStatusCode.Forbidden)]
    [InlineData("signature", "f464b24fc39322e44b38aa78f5edd27bd1441696", HttpStatusCode.Forbidden)]
    [InlineData("timestamp", "1", HttpStatusCode.Forbidden)]
    [InlineData("timestamp", null, HttpStatusCode.BadRequest)]
    [InlineData("nonce", null, HttpStatusCode.BadRequest)]
    public async Task APlaintextPush_WhenAParameterIsMissingOrWrong_IsRefused(string key, string? value, HttpStatusCode status)
    {
        var app = _engine.App();
        using var answer = await _engine.SendAsync(
            app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).With(key, value));

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("timestamp")]
    [InlineData("nonce")]
    [InlineData("openid")]
    public async Task APush_WhenAKeyIsGivenTwice_Is400(string key)
    {
        var app = _engine.App();
        using var answer = await _engine.SendAsync(
            app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).And(key, "again"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("timely", WireMode.Plaintext)]
    [InlineData("timelier", WireMode.Secure)]
    public async Task AnOldTimestamp_WhenThereIsATolerance_Is403_AndItsLimitIsNot(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var (push, get) = (new PushSigner(app, fixture.Time).Push(new PushBuilder(app, "o").Text("hi")),
            new PushSigner(app, fixture.Time).Verification("echo"));

        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        using var atTheLimit = await _engine.SendAsync(app, push);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        using var tooOld = await _engine.SendAsync(app, push);
        using var tooOldGet = await _engine.SendAsync(app, get);
        fixture.Time.Jump(TimeSpan.FromMinutes(-11));
        using var fromTheFuture = await _engine.SendAsync(app, push);
        fixture.Time.Advance(TimeSpan.FromMinutes(6));

        atTheLimit.StatusCode.ShouldBe(HttpStatusCode.OK);
        tooOld.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        tooOldGet.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        fromTheFuture.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _engine.Log.Text.ShouldContain($"WeChatPush:Apps:{name}:TimestampTolerance");
    }

    [Fact]
    public async Task ATimestamp_WhenItIsNoNumber_Is403WithATolerance()
    {
        var app = _engine.App("timely");
        var stamp = "soon";
        var request = new PushSigner(app, fixture.Time).Verification("echo");
        request = request.With("timestamp", stamp)
            .With("signature", WeChatPush.Protocol.PushSignature.Compute(app.Token, stamp, request["nonce"]!));

        using var answer = await _engine.SendAsync(app, request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(ReceivingFixture.OriginalId, HttpStatusCode.OK)]
    [InlineData("wxnamed0123456789", HttpStatusCode.OK)]
    [InlineData("gh_somebodyelse", HttpStatusCode.Forbidden)]
    public async Task AnAddressee_WhenTheOriginalIdIsKnown_MustBeThisApp(string addressee, HttpStatusCode status)
    {
        var app = _engine.App("named") with { OriginalId = addressee };
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")));

        answer.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData(ReceivingFixture.OriginalId, ReceivingFixture.OriginalId, HttpStatusCode.OK)]
    [InlineData("gh_somebodyelse", ReceivingFixture.OriginalId, HttpStatusCode.Forbidden)]
    [InlineData(ReceivingFixture.OriginalId, "gh_somebodyelse", HttpStatusCode.Forbidden)]
    public async Task AnAddressee_WhenEncrypted_IsCheckedOutsideAndInside(string outside, string inside, HttpStatusCode status)
    {
        var app = _engine.App("named-secure", WireMode.Secure) with { OriginalId = inside };
        var payload = new PushBuilder(app, "o").Text("hi") with { ToUserName = outside };
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(payload));

        answer.StatusCode.ShouldBe(status);
        if (status == HttpStatusCode.Forbidden)
            _engine.Log.Text.ShouldContain("WeChatPush:Apps:named-secure:OriginalId");
    }
}
