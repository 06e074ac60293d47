using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Tests.Pushing;

public sealed class PushSignerTests
{
    private static readonly Uri Url = new("http://shop.example/wechat/shop?tenant=1");

    [Theory]
    [InlineData(WireMode.Secure, PushFormat.Json)]
    [InlineData(WireMode.Secure, PushFormat.Xml)]
    [InlineData(WireMode.Compatible, PushFormat.Json)]
    [InlineData(WireMode.Compatible, PushFormat.Xml)]
    public void Push_Encrypted_VerifiesAndDecryptsToThePayload(WireMode mode, PushFormat format)
    {
        var app = TestApps.At(Url, mode, format);
        var payload = new PushBuilder(app, "oUser").Text("你好 ]]> 😀");

        var request = new PushSigner(app).Push(payload);

        PushEnvelope.Read(request.Body, out var envelope).ShouldBe(ReadOutcome.Ok);
        envelope.HasClearFields.ShouldBe(mode == WireMode.Compatible);
        PushSignature.VerifyEncrypted(
            Encoding.UTF8.GetBytes(app.Token), request["timestamp"], request["nonce"],
            envelope.Encrypt.Span, request["msg_signature"]).ShouldBeTrue();
        new PushCipher(app.EncodingAesKey!, app.AppId).Decrypt(envelope.Encrypt.Span, out var message)
            .ShouldBe(DecryptOutcome.Ok);
        Encoding.UTF8.GetString(message).ShouldBe(payload.Text);
        request["encrypt_type"].ShouldBe("aes");
        request["openid"].ShouldBe("oUser");
    }

    [Fact]
    public void Push_Plaintext_IsSignedWithoutTheBody()
    {
        var app = TestApps.At(Url, WireMode.Plaintext);
        var request = new PushSigner(app).Push(new PushBuilder(app, "oUser").Text("hi"));

        PushSignature.Verify(
            Encoding.UTF8.GetBytes(app.Token), request["timestamp"], request["nonce"], request["signature"])
            .ShouldBeTrue();
        request["msg_signature"].ShouldBeNull();
        request["encrypt_type"].ShouldBeNull();
    }

    [Fact]
    public void AddressAt_KeepsTheQueryOfTheConfiguredUrl()
    {
        var request = new PushSigner(TestApps.At(Url)).Verification("a b&c");

        var address = request.AddressAt(Url);

        address.Query.ShouldStartWith("?tenant=1&signature=");
        address.Query.ShouldContain("echostr=a%20b%26c");
    }

    [Fact]
    public void With_ChangesOrTakesAwayOneParameter()
    {
        var request = new PushSigner(TestApps.At(Url)).Verification("1");

        request.With("nonce", "x")["nonce"].ShouldBe("x");
        request.With("nonce", null).Query.ShouldNotContain(pair => pair.Key == "nonce");
        request.And("nonce", "y").Query.Count(pair => pair.Key == "nonce").ShouldBe(2);
    }

    [Fact]
    public void ToString_OfAnApp_LeavesTheSecretsOut()
    {
        var app = TestApps.At(Url);

        app.ToString().ShouldNotContain(app.Token);
        app.ToString().ShouldNotContain(app.EncodingAesKey!);
    }
}
