using System.Net;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>Who is believed: what the configuration says, never what a request claims.</summary>
public sealed class EncryptedPushTests(ReceivingFixture fixture) : IClassFixture<ReceivingFixture>
{
    private readonly EngineUnderTest _engine = fixture.Engine;

    public static TheoryData<string> UntrustedCiphertexts => ["no base64", "too short", "cut", "bit flipped", "another key", "another app"];

    [Theory]
    [InlineData("secure", WireMode.Secure)]
    [InlineData("compatible", WireMode.Compatible)]
    public async Task AClearBody_WhereThereIsAKey_Is403_AndTheLogNamesTheSetting(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Clear(new PushBuilder(app, "o").Text("forged")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        _engine.Log.Text.ShouldContain($"WeChatPush:Apps:{name}:EncodingAesKey is set");
        (await _engine.StoredAsync(name)).ShouldNotContain(push => Text(push).Contains("forged"));
    }

    [Fact]
    public async Task AClearBody_WithAMessageSignature_WhereThereIsAKey_Is403()
    {
        var app = _engine.App("secure", WireMode.Secure);
        var clear = new PushSigner(app).Clear(new PushBuilder(app, "o").Text("forged"));
        var signature = PushSignature.ComputeEncrypted(app.Token, clear["timestamp"]!, clear["nonce"]!, "AAAA");

        using var answer = await _engine.SendAsync(app, clear.And("encrypt_type", "aes").And("msg_signature", signature));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AClearBody_WhereTheModeSaysPlaintext_IsAcceptedInSpiteOfTheKey()
    {
        var app = _engine.App("lenient");
        await _engine.PushAsync(app, new PushBuilder(app, "o").Text("hi"));
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task AnEncryptedBody_WhereThereIsNoKey_Is403_AndTheLogNamesTheSetting(PushFormat format)
    {
        var app = _engine.App("keyless", WireMode.Secure, format);
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:keyless:EncodingAesKey is not set");
    }

    [Fact]
    public async Task ACompatibleBody_WhereThereIsNoKey_IsReadByItsClearFields_WithOneWarning()
    {
        var app = _engine.App("keyless", WireMode.Compatible);
        for (var i = 0; i < 3; i++)
            await _engine.PushAsync(app, new PushBuilder(app, "o").Text($"clear {i}"));

        (await _engine.StoredAsync("keyless")).Count(push => Text(push).Contains("clear")).ShouldBe(3);
        _engine.Log.Lines.Count(line => line.Contains("keyless: pushes arrive in 兼容模式")).ShouldBe(1);
    }

    [Theory]
    [InlineData("secure", WireMode.Secure)]
    [InlineData("compatible", WireMode.Compatible)]
    public async Task ASignature_WhenOnlyTheOuterOneIsRight_Is403(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var push = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi"));

        foreach (var wrong in new[] { null, "", new string('0', 40), push["signature"] })
        {
            using var answer = await _engine.SendAsync(app, push.With("msg_signature", wrong));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"msg_signature={wrong}");
        }

        // The outer one proves nothing about the body, so it is not asked for.
        using var without = await _engine.SendAsync(app, push.With("signature", null));
        without.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TheClearFieldsBesideTheCiphertext_AreNotBelieved()
    {
        var app = _engine.App("compatible", WireMode.Compatible);
        var push = new PushSigner(app).Push(new PushBuilder(app, "oReal").Text("signed"));
        var forged = Encoding.UTF8.GetString(push.Body.Span).Replace("signed", "forged", StringComparison.Ordinal);

        using var answer = await _engine.SendAsync(app, push with { Body = Encoding.UTF8.GetBytes(forged) });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var texts = (await _engine.StoredAsync("compatible")).Select(Text).ToList();
        texts.ShouldContain(text => text.Contains("signed"));
        texts.ShouldNotContain(text => text.Contains("forged"));
    }

    [Theory]
    [MemberData(nameof(UntrustedCiphertexts))]
    public async Task ACiphertext_WhenItCannotBeTrusted_Is403WhateverIsWrong(string how)
    {
        var app = _engine.App("secure", WireMode.Secure);
        var payload = new PushBuilder(app, "o").Text("hi");
        var good = app.Cipher().Encrypt(payload.Body.Span);
        var bytes = Convert.FromBase64String(good);
        bytes[^1] ^= 1;
        var ciphertext = how switch
        {
            "no base64" => "*" + good[1..],
            "too short" => "AAAA",
            "cut" => good[..^24],
            "bit flipped" => Convert.ToBase64String(bytes),
            "another key" => new PushCipher(new string('k', 43), app.AppId).Encrypt(payload.Body.Span),
            _ => new PushCipher(app.EncodingAesKey!, "wxanother").Encrypt(payload.Body.Span),
        };

        using var answer = await _engine.SendAsync(app, new PushSigner(app).Encrypted(payload, ciphertext));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:secure:AppId");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<xml/>")]
    [InlineData("""{"MsgType":"text"}{}""")]
    public async Task AContent_WhenItIsNoPush_Is400AfterDecryption(string content)
    {
        var app = _engine.App("secure", WireMode.Secure);
        var payload = new PushBuilder(app, "o").Raw(Encoding.UTF8.GetBytes(content));
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(payload));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("<xml/>")]
    [InlineData("<xml><Encrypt>")]
    public async Task AnEnvelope_WhenItCannotBeRead_Is400(string envelope)
    {
        var app = _engine.App("secure", WireMode.Secure);
        var push = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi"));

        using var answer = await _engine.SendAsync(app, push with { Body = Encoding.UTF8.GetBytes(envelope) });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Text(PushDetail push) => Encoding.UTF8.GetString(push.Body.Span);
}
