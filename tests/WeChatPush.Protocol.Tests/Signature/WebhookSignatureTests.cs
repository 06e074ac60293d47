using System.Text;

namespace WeChatPush.Protocol.Tests.Signature;

public sealed class WebhookSignatureTests
{
    // The example that the libraries of Standard Webhooks share.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void Compute_OfTheSharedExample_IsItsSignature()
    {
        WebhookSignature.Compute(Key(), Id, Timestamp, Encoding.UTF8.GetBytes(Body)).ShouldBe(Signature);
    }

    [Theory]
    [InlineData(Signature)]
    [InlineData($"v1,AAAA {Signature}")]
    [InlineData($"v2,xyz v1a,zzz {Signature} v1,")]
    public void Verify_WhenOneSignatureIsRight_Accepts(string signatures)
    {
        Verify(Id, Timestamp, Body, signatures).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Id, Timestamp, Body, "")]
    [InlineData(Id, Timestamp, Body, "v1,")]
    [InlineData(Id, Timestamp, Body, "v1,not base64")]
    [InlineData(Id, Timestamp, Body, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=AAAA")]
    [InlineData(Id, Timestamp, Body, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Id, Timestamp, Body, "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("msg_other", Timestamp, Body, Signature)]
    [InlineData(Id, "1614265331", Body, Signature)]
    [InlineData(Id, Timestamp, """{"test": 2432232315}""", Signature)]
    public void Verify_WhenAnythingIsChanged_Refuses(string id, string timestamp, string body, string signatures)
    {
        Verify(id, timestamp, body, signatures).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_%%%")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void TryReadSecret_WhenItIsNone_SaysSo(string? secret)
    {
        WebhookSignature.TryReadSecret(secret, out var key).ShouldBeFalse();
        key.ShouldBeEmpty();
    }

    private static bool Verify(string id, string timestamp, string body, string signatures) =>
        WebhookSignature.Verify(Key(), id, timestamp, Encoding.UTF8.GetBytes(body), signatures);

    private static byte[] Key()
    {
        WebhookSignature.TryReadSecret(Secret, out var key).ShouldBeTrue();
        return key;
    }
}
