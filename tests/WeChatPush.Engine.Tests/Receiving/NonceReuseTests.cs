using System.Net;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>
/// In plaintext mode the signature covers timestamp and nonce and no more: whoever reads the query of one request could
/// sign a body of his own with it.
/// </summary>
public sealed class NonceReuseTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private EngineSetup _setup = null!;
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync()
    {
        _setup = new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. EngineSetup.App("secure", WireMode.Secure),
                .. EngineSetup.App("paid", WireMode.Plaintext, ("AllowUnsignedPayments", "true")),
            ],
            KeepsData = true,
        };
        _engine = await EngineUnderTest.StartAsync(_setup);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _setup.Data.Dispose();
    }

    [Fact]
    public async Task AQuery_WithAnotherBody_Is403_AndNotStored_AndTheLogNamesTheSetting()
    {
        var app = _engine.App();
        var push = Push(app, "real");
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        (await StatusAsync(app, Forge(app, push))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        (await _engine.StoredAsync()).ShouldHaveSingleItem().OpenId.ShouldBe("real");
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:shop:EncodingAesKey");
    }

    [Fact]
    public async Task AQuery_AfterARestart_IsStillTiedToItsPush()
    {
        var push = Push(_engine.App(), "real");
        (await StatusAsync(_engine.App(), push)).ShouldBe(HttpStatusCode.OK);

        await _engine.DisposeAsync();
        _engine = await EngineUnderTest.StartAsync(_setup);
        (await StatusAsync(_engine.App(), Forge(_engine.App(), push))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(_engine.App(), push)).ShouldBe(HttpStatusCode.OK);
        (await _engine.StoredAsync()).ShouldHaveSingleItem();
    }

    // The window of a message ends long before an event with its timestamp would be stale.
    [Theory]
    [InlineData(1)]
    [InlineData(71)]
    public async Task AQueryOfAMessage_WithAnInventedEvent_IsRefusedUntilItIsStale(int hours)
    {
        var app = _engine.App();
        var push = Push(app, "real");
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromHours(hours));

        var @event = new PushBuilder(app, "invented", _time).EnterSession();
        (await StatusAsync(app, push with { Body = @event.Body })).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync()).ShouldAllBe(stored => stored.OpenId != "invented");
    }

    // Whatever is sorted and joined to the same text has the same signature.
    [Fact]
    public async Task TimestampAndNonce_InThePlaceOfEachOther_AreTheSameQuery()
    {
        var app = _engine.App();
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var push = Signed(Push(app, "real"), app, $"{now}", $"{now - 60}");
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        var swapped = Forge(app, push).With("timestamp", push["nonce"]).With("nonce", push["timestamp"]);
        (await StatusAsync(app, swapped)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(app, Forge(app, push).With("signature", push["signature"]!.ToUpperInvariant())))
            .ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync()).ShouldHaveSingleItem();
    }

    // The signature of an encrypted push covers its ciphertext, and so does one over a nonce that ends in it.
    [Fact]
    public async Task AnEncryptedPushsSignature_SignsNoClearPush()
    {
        var app = _engine.App();
        var caught = new PushSigner(app with { Mode = WireMode.Secure }, _time).Push(new PushBuilder(app, "real", _time).Text("hi"));
        PushEnvelope.Read(caught.Body.ToArray(), out var envelope).ShouldBe(ReadOutcome.Ok);
        var encrypt = System.Text.Encoding.ASCII.GetString(envelope.Encrypt.Span);
        var nonce = "2" + encrypt;
        var forged = Push(app, "invented").With("nonce", nonce).With(
            "signature", PushSignature.Compute(app.Token, caught["timestamp"]!, nonce));

        (await StatusAsync(app, forged)).ShouldBe(HttpStatusCode.BadRequest);
        (await _engine.StoredAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    public async Task AVerificationsQuery_WithAPush_Is403(int hours)
    {
        var app = _engine.App("paid");
        var get = new PushSigner(app, _time).Verification("echo");
        (await StatusAsync(app, get)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromHours(hours));

        var payment = Push(app, "oBuyer") with
        {
            Body = new PushBuilder(app, "oSystem", _time).Event("xpay_goods_deliver_notify", ("OutTradeNo", "7")).Body,
            Query = get.Query,
        };
        (await StatusAsync(app, payment)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(app, payment.With("echostr", null))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(app, get)).ShouldBe(HttpStatusCode.OK);
        (await _engine.StoredAsync("paid")).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARetry_WithAQueryOfItsOwn_TiesThatTooToThePush()
    {
        var app = _engine.App();
        var payload = new PushBuilder(app, "real", _time).Text("hi");
        var (first, second) = (new PushSigner(app, _time).Push(payload), new PushSigner(app, _time).Push(payload));
        (await StatusAsync(app, first)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(app, second)).ShouldBe(HttpStatusCode.OK);

        (await StatusAsync(app, Forge(app, second))).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task InSecureMode_TheSignatureCoversTheBody_SoANonceMayComeAgain()
    {
        var app = _engine.App("secure", WireMode.Secure);
        var first = new PushSigner(app, _time).Push(new PushBuilder(app, "one", _time).Text("hi"));
        var encrypt = app.Cipher().Encrypt(new PushBuilder(app, "two", _time).Text("hi").Body.Span);
        var second = new PushSigner(app, _time).Encrypted(new PushBuilder(app, "two", _time).Text("hi"), encrypt);
        second = second.With("timestamp", first["timestamp"]).With("nonce", first["nonce"]).With(
            "msg_signature", PushSignature.ComputeEncrypted(app.Token, first["timestamp"]!, first["nonce"]!, encrypt));

        (await StatusAsync(app, first)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(app, second)).ShouldBe(HttpStatusCode.OK);
        (await _engine.StoredAsync("secure")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task InSecureMode_AVerificationsQuery_SignsNothing()
    {
        var app = _engine.App("secure", WireMode.Secure);
        var get = new PushSigner(app, _time).Verification("echo");
        (await StatusAsync(app, get)).ShouldBe(HttpStatusCode.OK);
        var push = new PushSigner(app, _time).Push(new PushBuilder(app, "o", _time).Text("hi"));

        (await StatusAsync(app, push with { Query = get.Query })).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(app, (push with { Query = get.Query }).And("msg_signature", get["signature"]!)))
            .ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync("secure")).ShouldBeEmpty();
    }

    private PushRequest Push(SimulatedApp app, string user) =>
        new PushSigner(app, _time).Push(new PushBuilder(app, user, _time).Text("hi"));

    private PushRequest Forge(SimulatedApp app, PushRequest push) =>
        push with { Body = new PushBuilder(app, "invented", _time).Text("pay me").Body };

    private static PushRequest Signed(PushRequest push, SimulatedApp app, string timestamp, string nonce) =>
        push.With("timestamp", timestamp).With("nonce", nonce)
            .With("signature", PushSignature.Compute(app.Token, timestamp, nonce));

    private async Task<HttpStatusCode> StatusAsync(SimulatedApp app, PushRequest request)
    {
        using var answer = await _engine.SendAsync(app, request);
        return answer.StatusCode;
    }
}
