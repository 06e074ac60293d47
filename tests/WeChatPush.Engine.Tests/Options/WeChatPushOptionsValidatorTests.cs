using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class WeChatPushOptionsValidatorTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("DataDirectory", " ", "is empty")]
    [InlineData("AdminKeys:0", "", "is empty")]
    [InlineData("AdminKeys:0", "1", "has 1 characters, but must have at least 16")]
    [InlineData("AdminKeys:0", "fifteen-letters", "has 15 characters, but must have at least 16")]
    [InlineData("AdminKeys:0", "sixteen-letters-\n", "white space (17 characters)")]
    [InlineData("TrustedProxies:0", "nginx", "'nginx' is not a network such as 10.0.0.0/8 or fd00::/8, and not an address")]
    [InlineData("TrustedProxies:0", "10.8", "is not a network")]
    [InlineData("TrustedProxies:0", "010.0.0.1", "is not a network")]
    [InlineData("TrustedProxies:0", "10.0.0.0/33", "is not a network")]
    [InlineData("TrustedProxies:0", "10.0.0.0/", "is not a network")]
    [InlineData("TrustedProxies:0", "10.0.0.1:80", "is not a network")]
    [InlineData("TrustedProxies:0", "[fd00::1]:80", "is not a network")]
    [InlineData("TrustedProxies:0", "fe80::1%eth0", "is not a network")]
    [InlineData("TrustedProxies:0", "::ffff:10.0.0.0/8", "is not a network")]
    [InlineData("TrustedProxies:0", "", "is not a network")]
    [InlineData("TrustedProxies:0", "0.0.0.0/0", "0.0.0.0/0 is every address")]
    [InlineData("TrustedProxies:0", "::/0", "::/0 is every address")]
    [InlineData("TrustedProxies:0", "::ffff:0.0.0.0/96", "is every address")]
    [InlineData("Receiving:MaxBodyBytes", "0", "must be between 256 and")]
    [InlineData("Receiving:MinReplicas", "-1", "must be between 0 and 16")]
    [InlineData("Receiving:MaxWait", "00:00:00", "must be between 00:00:00.0010000 and 00:00:05")]
    [InlineData("Receiving:ReplyBudget", "00:00:06", "must be between 00:00:00.0010000 and 00:00:05")]
    [InlineData("Receiving:AppendTimeout", "00:00:04.500", "must be shorter than WeChatPush:Receiving:ReplyBudget")]
    [InlineData("Deduplication:MessageWindow", "00:00:00", "must be between")]
    [InlineData("Dispatching:Concurrency", "-1", "must be between 0 and")]
    [InlineData("Dispatching:Lease", "00:00:00.999", "must be between 00:00:01 and")]
    [InlineData("Dispatching:MaxAttempts", "0", "must be between 1 and")]
    [InlineData("Retention:Campaigns", "4000.00:00:00", "must be between 00:00:00 and")]
    [InlineData("Retention:Payload", "4000.00:00:00", "must be between 00:00:00 and")]
    [InlineData("Dispatching:HandlerTimeout", "9.00:00:00", "must be between")]
    [InlineData("Dispatching:MaxRetry", "99999.00:00:00", "must be between")]
    [InlineData("Sending:BreakDuration", "00:00:00", "must be between")]
    [InlineData("Sending:LoginRate", "0", "must be between 1 and")]
    [InlineData("Forwarding:Timeout", "00:00:00", "must be between")]
    [InlineData("Apps:shop:AppId", "0123456789", "wx followed by")]
    [InlineData("Apps:shop:AppId", "", "is missing")]
    [InlineData("Apps:shop:Token", "", "is missing")]
    [InlineData("Apps:shop:AppSecret", "secret\n", "white space (7 characters)")]
    [InlineData("Apps:shop:EncodingAesKey", "tooshort", "(this one has 8)")]
    [InlineData("Apps:shop:EncodingAesKey", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF!", "foreign character")]
    [InlineData("Apps:shop:Mode", "Secure", "Secure needs WeChatPush:Apps:shop:EncodingAesKey, which is missing")]
    [InlineData("Apps:shop:Mode", "compatible", "Compatible needs WeChatPush:Apps:shop:EncodingAesKey, which is missing")]
    [InlineData("Apps:shop:PreviousEncodingAesKey", Configured.GoodKey, "WeChatPush:Apps:shop:EncodingAesKey is not")]
    [InlineData("Apps:shop:RelaySecret", "whsec_", "whsec_ followed by base64")]
    [InlineData("Apps:shop:RelaySecret", "whsec_***", "whsec_ followed by base64")]
    [InlineData("Apps:shop:RelaySecret", "whsec_AA==", "is a signing secret of 1 bytes, but must have at least 24")]
    [InlineData("Apps:shop:RelaySecret", "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM=", "is a signing secret of 23 bytes")]
    [InlineData("Apps:shop:TimestampTolerance", "00:00:00", "longer than nothing")]
    [InlineData("Apps:shop:TimestampTolerance", "02:00:01", "WeChatPush:Deduplication:MessageWindow (02:00:00) must be at least as long")]
    [InlineData("Apps:shop:CloudSources:0", " ", "is not a value of x-wx-source")]
    [InlineData("Apps:shop:CloudSources:0", "a,b", "is not a value of x-wx-source")]
    [InlineData("Apps:shop:OriginalId", "shop", "gh_")]
    [InlineData("Apps:shop:ApiBaseUrl", "api.weixin.qq.com", "absolute http or https")]
    [InlineData("Apps:shop:ApiBaseUrl", "ftp://api.weixin.qq.com", "absolute http or https")]
    [InlineData("Apps:shop:ApiBaseUrl", "/path", "absolute http or https")]
    [InlineData("Apps:shop:ApiBaseUrl", "https://api.weixin.qq.com?x=1", "absolute http or https")]
    public void Validate_WhenAValueIsWrong_SaysWhichAndWhy(string key, string value, string complaint)
    {
        var line = Configured.Errors((key, value)).ShouldHaveSingleItem();

        line.ShouldStartWith(key + ": ");
        line.ShouldContain(complaint);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("2001:db8::7", "2001:db8::7/128")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7/32")]
    public void TrustedProxies_AreNetworksOrAddresses(string text, string network)
    {
        using var configured = new Configured(("TrustedProxies:0", text), ("AdminKeys:0", "sixteen-letters-"));

        configured.Options.TrustedProxies.ShouldHaveSingleItem().ToString().ShouldBe(network);
    }

    [Theory]
    [InlineData("Store")]
    [InlineData("my_shop")]
    [InlineData("my shop")]
    [InlineData("a234567890123456789012345678901234")]
    public void Validate_WhenAnAppsNameCannotStandInAUrl_SaysSo(string name)
    {
        Configured.Errors(($"Apps:{name}:AppId", "wx1"), ($"Apps:{name}:Token", "t"), ("Apps:shop:AppId", "wx1"))
            .ShouldContain(line => line.EndsWith("1 to 32 of a-z, 0-9 and '-'.", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_WhenFirstRetryIsLongerThanMaxRetry_NamesBoth()
    {
        Configured.Errors(("Dispatching:FirstRetry", "00:01:00"), ("Dispatching:MaxRetry", "00:00:30")).ShouldBe(
            ["Dispatching:FirstRetry: is 00:01:00, but must not be longer than WeChatPush:Dispatching:MaxRetry (00:00:30)."]);
    }

    [Fact]
    public void Validate_WhenAForwardMayTakeLongerThanItsHandler_NamesBoth()
    {
        Configured.Errors(("Dispatching:HandlerTimeout", "00:00:10"), ("Forwarding:Timeout", "00:00:10")).ShouldBe(
            ["Dispatching:HandlerTimeout: is 00:00:10, but must be longer than WeChatPush:Forwarding:Timeout (00:00:10): else a forward ends before its own time limit."]);
    }

    [Fact]
    public void Validate_WhenARelayHasNoSecret_SaysSo()
    {
        Configured.Errors(("Apps:shop:Hosting", "CloudFunction"))
            .ShouldBe(["Apps:shop:RelaySecret: is missing; Hosting CloudFunction needs it."]);
    }

    [Fact]
    public void Validate_WhenARelaysWindowIsShorterThanItsFixedTolerance_SaysSo()
    {
        Configured.Errors(
                ("Apps:shop:Hosting", "CloudFunction"),
                ("Apps:shop:RelaySecret", Secret),
                ("Deduplication:MessageWindow", "00:04:59"))
            .ShouldHaveSingleItem().ShouldContain("WeChatPush:Deduplication:MessageWindow (00:04:59)");
    }

    [Theory]
    [InlineData("MessageWindow")]
    [InlineData("EventWindow")]
    public void Validate_WhenAToleranceIsAboveTheWindowOfEitherKind_SaysSo_AndMayBeAsLong(string window)
    {
        (string, string?)[] settings = [("Apps:shop:TimestampTolerance", "00:05:00"), ($"Deduplication:{window}", "00:04:59")];

        Configured.Errors(settings).ShouldHaveSingleItem().ShouldContain($"WeChatPush:Deduplication:{window} (00:04:59)");

        settings[1].Item2 = "00:05:00";
        using var configured = new Configured(settings);
        configured.Options.Apps["shop"].TimestampTolerance.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Validate_WhenPlaintextHasAKey_IsContent()
    {
        using var configured = new Configured(
            ("Apps:shop:Mode", "Plaintext"), ("Apps:shop:EncodingAesKey", Configured.GoodKey));

        configured.Shop.EffectiveMode.ShouldBe(PushMode.Plaintext);
    }

    [Fact]
    public void Validate_WhenHostedInTheCloud_NeedsNoToken()
    {
        using var configured = new Configured(("Apps:shop:Hosting", "CloudHosting"), ("Apps:shop:Token", null));

        configured.Shop.Hosting.ShouldBe(PushHosting.CloudHosting);
    }

    [Fact]
    public void Validate_WhenMuchIsWrong_ListsAllAtOnceAndNoSecret()
    {
        string[] secrets = ["secret-token ", "secret-previous ", "secret-app ", "secretkey", "whsec_!secret", "secret-admin"];
        var errors = Configured.Errors(
            ("AdminKeys:0", secrets[5]),
            ("Apps:shop:Token", secrets[0]),
            ("Apps:shop:PreviousToken", secrets[1]),
            ("Apps:shop:AppSecret", secrets[2]),
            ("Apps:shop:EncodingAesKey", secrets[3]),
            ("Apps:shop:RelaySecret", secrets[4]),
            ("Apps:shop:Mode", "Secur"),
            ("Apps:Other:AppId", "wx2"),
            ("Dispatching:Lease", "soon"),
            ("Dispatching:MaxAttempts", "0"),
            ("Apps:shop:Rules:0:Contents", "x"));

        errors.Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).ShouldBe(
            [
                "AdminKeys:0",
                "Apps:Other",
                "Apps:Other:Token",
                "Apps:shop:AppSecret",
                "Apps:shop:EncodingAesKey",
                "Apps:shop:Mode",
                "Apps:shop:PreviousToken",
                "Apps:shop:RelaySecret",
                "Apps:shop:Rules:0",
                "Apps:shop:Rules:0:Contents",
                "Apps:shop:Token",
                "Dispatching:Lease",
                "Dispatching:MaxAttempts",
            ],
            ignoreOrder: true);
        foreach (var secret in secrets)
            string.Concat(errors).ShouldNotContain(secret.Trim());
    }
}
