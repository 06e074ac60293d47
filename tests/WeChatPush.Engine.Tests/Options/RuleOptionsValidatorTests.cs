using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class RuleOptionsValidatorTests
{
    private const string Rule = "Apps:shop:Rules:0";

    [Theory]
    [InlineData("Content", "(unclosed", "is not a regular expression")]
    [InlineData("Content", "(?=a)b", "needs backtracking")]
    [InlineData("Content", "(.)\\1", "needs backtracking")]
    [InlineData("Content", "(?<!a)b", "needs backtracking")]
    [InlineData("Content", "(?>a+)b", "needs backtracking")]
    [InlineData("Content", "(?(a)b|c)", "needs backtracking")]
    [InlineData("Content", "((a{0,200}){0,200}){0,200}", "needs backtracking")]
    [InlineData("Content", "", "is empty")]
    [InlineData("MsgType", "", "is empty")]
    [InlineData("Event", "", "is empty")]
    public void Validate_WhenAMatcherIsWrong_SaysSo(string matcher, string value, string complaint)
    {
        Errors((matcher, value), ("Send:Text", "x")).ShouldHaveSingleItem().ShouldStartWith($"{Rule}:{matcher}: {complaint}");
    }

    [Fact]
    public void Validate_WhenEventAndMsgTypeExcludeEachOther_SaysSo()
    {
        Errors(("MsgType", "text"), ("Event", "user_enter_tempsession"), ("Send:Text", "x"))
            .ShouldBe([$"{Rule}:Event: never comes with this MsgType; leave MsgType out."]);
    }

    [Fact]
    public void Validate_WhenThereIsNoAction_SaysWhichThereAre()
    {
        Errors(("MsgType", "text")).ShouldBe(
            [$"{Rule}: has no action; give it one of Send, TransferToCustomerService, ReplyBody, Forward."]);
    }

    [Fact]
    public void Validate_WhenThereAreTwoActions_NamesThem()
    {
        Errors(("Send:Text", "x"), ("ReplyBody", "success")).ShouldContain($"{Rule}: has more than one action: Send, ReplyBody.");
    }

    [Theory]
    [InlineData("MsgType", "event")]
    [InlineData("Event", "user_enter_tempsession")]
    public void Validate_WhenAnEventWouldBeHandedToAgents_SaysSo(string matcher, string value)
    {
        Errors((matcher, value), ("TransferToCustomerService", "true")).ShouldBe(
            [$"{Rule}:TransferToCustomerService: hands over user messages only; an event would show the agents an empty item."]);
    }

    [Theory]
    [InlineData("ReplyBody", "{}")]
    [InlineData("TransferToCustomerService", "true")]
    public void Validate_WhenTheRuleAnswers_IsContent(string action, string value)
    {
        using var configured = new Configured(($"{Rule}:{action}", value));
        configured.Shop.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public void Validate_WhenForwardingIsWrong_SaysEverything()
    {
        Errors(("Forward:Url", "shop/wechat"), ("Forward:Secret", "hunter2"), ("Forward:PreviousSecret", "hunter1")).ShouldBe(
            [
                $"{Rule}:Forward:Url: is not an absolute http or https address.",
                $"{Rule}:Forward:Secret: is not a signing secret: whsec_ followed by base64.",
                $"{Rule}:Forward:PreviousSecret: is not a signing secret: whsec_ followed by base64.",
            ]);
    }

    [Fact]
    public void Validate_WhenAForwardsSecretCanBeGuessed_SaysSo()
    {
        Errors(("Forward:Url", "http://shop/wechat"), ("Forward:Secret", "whsec_AA=="), ("Forward:PreviousSecret", "whsec_AAAA")).ShouldBe(
            [
                $"{Rule}:Forward:Secret: is a signing secret of 1 bytes, but must have at least 24.",
                $"{Rule}:Forward:PreviousSecret: is a signing secret of 3 bytes, but must have at least 24.",
            ]);
    }

    [Theory]
    [InlineData("Image:MediaId", "Image:MediaId")]
    [InlineData("Link:Title", "Link:Title")]
    [InlineData("MiniProgramPage:PagePath", "MiniProgramPage:PagePath")]
    [InlineData("Text", "Text")]
    public void Validate_WhenAFieldOfAMessageIsEmpty_SaysSo(string field, string reported)
    {
        Errors(($"Send:{field}", " ")).ShouldContain($"{Rule}:Send:{reported}: is empty.");
    }

    [Fact]
    public void Validate_WhenFieldsOfACardAreMissing_NamesEach()
    {
        Errors(("Send:MiniProgramPage:Title", "x")).ShouldBe(
            [$"{Rule}:Send:MiniProgramPage:PagePath: is missing.", $"{Rule}:Send:MiniProgramPage:ThumbMediaId: is missing."]);
    }

    [Fact]
    public void Validate_WhenTwoMessagesAreSent_NamesThem()
    {
        Errors(("Send:Text", "x"), ("Send:Image:MediaId", "y")).ShouldBe([$"{Rule}:Send: has more than one message: Text, Image."]);
    }

    [Fact]
    public void Validate_WhenAnEarlierRuleIsUnreadable_StillNamesTheRightIndex()
    {
        Configured.Errors(("Apps:shop:Rules:0", "text"), ("Apps:shop:Rules:1:Content", "(")).ShouldContain(
            line => line.StartsWith("Apps:shop:Rules:1:Content: is not a regular expression", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Errors(params (string Key, string? Value)[] rule) =>
        Configured.Errors([.. rule.Select(pair => ($"{Rule}:{pair.Key}", pair.Value))]);
}
