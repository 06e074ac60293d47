using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class AlertOptionsTests
{
    private const string Url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k";

    [Fact]
    public void Read_TakesWhatTheContractSays()
    {
        using var configured = new Configured(
            ("Alerts:0:Kind", "WeCom"),
            ("Alerts:0:Url", Url),
            ("Alerts:1:Name", "值班"),
            ("Alerts:1:Kind", "Webhook"),
            ("Alerts:1:Url", "http://ops:8080/alerts"),
            ("Alerts:1:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("Alerts:1:On:0", "dead"),
            ("Alerts:1:On:1", "handlerMissing"));

        var alerts = configured.Options.Alerts;

        alerts.Select((alert, i) => AlertOptionsValidator.NameOf(alert, i)).ShouldBe(["WeCom 0", "值班"]);
        alerts[0].On.ShouldBeNull();
        alerts[1].On.ShouldBe([AlertKind.Dead, AlertKind.HandlerMissing]);
        configured.Options.Dispatching.MaxLag.ShouldBe(TimeSpan.FromMinutes(5));
        configured.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Kind", null, "Alerts:0:Kind: is missing: Webhook, WeCom, DingTalk, Feishu.")]
    [InlineData("Kind", "Slack", "Alerts:0:Kind: 'Slack' is not one of Webhook, WeCom, DingTalk, Feishu.")]
    [InlineData("Url", null, "Alerts:0:Url: is missing.")]
    [InlineData("Url", "qyapi.weixin.qq.com", "Alerts:0:Url: is not an absolute http or https address.")]
    [InlineData("Secret", "SEC1", "Alerts:0:Secret: is not used: a robot of 企业微信 is known by the key in its address. Leave it out.")]
    [InlineData("On:0", "ded", "Alerts:0:On:0: 'ded' is not one of Dead, Stopped, Spooling, HandlerMissing, Lag.")]
    [InlineData("Name", "a/b", "Alerts:0:Name: must be 1 to 64 letters, digits and . _ - or blanks between them, and not begin with 'admin key'.")]
    [InlineData("Secrets", "x", "Alerts:0:Secrets: no alert knows this word. Did you mean Secret?")]
    public void Read_WhenAnEntryIsWrong_NamesWhat(string member, string? value, string error)
    {
        var errors = Configured.Errors(("Alerts:0:Kind", "WeCom"), ("Alerts:0:Url", Url), ($"Alerts:0:{member}", value));

        errors.ShouldBe([error]);
    }

    [Fact]
    public void Read_OfSeveralMistakes_NamesAll_AndRepeatsNoAddressAndNoSecret()
    {
        var errors = Configured.Errors(
            ("Alerts:0:Name", "ops"),
            ("Alerts:0:Kind", "Webhook"),
            ("Alerts:0:Url", "ftp://host/key-of-the-robot"),
            ("Alerts:0:Secret", "not-a-signing-secret"),
            ("Alerts:1:Name", "Ops"),
            ("Alerts:1:Kind", "Feishu"),
            ("Alerts:1:Url", Url),
            ("Alerts:1:Secret", " blank"),
            ("Dispatching:MaxLag", "00:00:01"));

        errors.Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)]).ShouldBe(
            ["Alerts:0:Url", "Alerts:0:Secret", "Alerts:1:Name", "Alerts:1:Secret", "Dispatching:MaxLag"], ignoreOrder: true);
        string.Concat(errors).ShouldNotContain("key-of-the-robot");
        string.Concat(errors).ShouldNotContain("not-a-signing-secret");
    }
}
