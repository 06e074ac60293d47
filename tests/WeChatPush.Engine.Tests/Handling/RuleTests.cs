using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPush.Inbox;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling;

/// <summary>Handlers without code.</summary>
public sealed class RuleTests
{
    private readonly ScriptedMessages _messages = new();

    [Fact]
    public async Task TheFirstRuleThatMatches_Wins()
    {
        await using var engine = await StartAsync(
            Rule(0, "MsgType", "text", "Content", "^(帮助|help)$", "Send:Text", "营业时间 9:00–18:00"),
            Rule(1, "MsgType", "TEXT", "Send:Text", "any text"),
            Rule(2, "Send:Text", "anything"));

        await engine.PushTextAsync("o", "帮助");
        await engine.PushTextAsync("o", "help me");
        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "o").EnterSession());

        (await TextsAsync(3)).ShouldBe(["营业时间 9:00–18:00", "any text", "anything"]);
    }

    [Fact]
    public async Task APushWithoutAMatch_IsDoneWithoutEffect()
    {
        await using var engine = await StartAsync(
            Rule(0, "Event", "some_event", "Send:Text", "event"), Rule(1, "MsgType", "text", "Content", "^x", "Send:Text", "x"));

        await engine.PushTextAsync("o", "y");

        (await engine.WhenAsync(PushState.Done)).Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task APattern_NeverMeetsAPushWithoutContent()
    {
        await using var engine = await StartAsync(
            Rule(0, "Content", ".*", "Send:Text", "content"), Rule(1, "Send:Text", "none"));

        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "o").EnterSession());

        (await TextsAsync(1)).ShouldBe(["none"]);
    }

    [Fact]
    public async Task Pattern_ThatWouldBacktrackForEver_IsMatchedInTime()
    {
        await using var engine = await StartAsync(
            Rule(0, "Content", "^(a+)+$", "Send:Text", "evil"), Rule(1, "Send:Text", "next"));

        await engine.PushTextAsync("o", new string('a', 60) + "!");
        await engine.PushTextAsync("o", new string('a', 60));

        (await TextsAsync(2)).ShouldBe(["next", "evil"]);
        engine.Log.Text.ShouldNotContain("took too long");
    }

    [Theory]
    [InlineData("{Content}", "hi", "hi")]
    [InlineData("收到：{Content}，{FromUserName}", "hi", "收到：hi，oUser")]
    [InlineData("[{Missing}]", "hi", "[]")]
    [InlineData("{Content}", "{FromUserName} {Content}", "{FromUserName} {Content}")]
    [InlineData("{Content}{Content}", "{MsgType}", "{MsgType}{MsgType}")]
    [InlineData("{ Content } {} {1} {{MsgType}}", "hi", "{ Content } {} {1} {text}")]
    [InlineData("{content}", "hi", "hi")]
    public async Task AField_IsPutInAsItIs_AndNeverLookedAtAgain(string template, string content, string expected)
    {
        await using var engine = await StartAsync(Rule(0, "Send:Text", template));

        await engine.PushTextAsync("oUser", content);

        (await TextsAsync(1)).ShouldBe([expected]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\u3000\u00A0\t")]
    [InlineData("\u200B\u200D\uFEFF\u2060")]
    [InlineData("\0")]
    [InlineData("\0\u0001\u001F\u007F")]
    [InlineData("\u2800\u3164\uFE0F")]
    [InlineData("\U000E0020")]
    public async Task Text_ThatComesOutBlank_IsNotSent_AndThePushIsDone(string content)
    {
        await using var engine = await StartAsync(Rule(0, "Send:Text", "{Content}"));

        await engine.PushTextAsync("oUser", content);
        var push = await engine.WhenAsync(PushState.Done);

        push.Timeline[^1].Detail.ShouldBe("Rules:0: nothing sent, Text is empty or blank");
        push.Sends.ShouldBeEmpty();
        _messages.Texts.ShouldBeEmpty();
        engine.Log.GetSnapshot().ShouldNotContain(line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("Link", "Title", "Title")]
    [InlineData("Link", "Url", "Url")]
    [InlineData("MiniProgramPage", "PagePath", "PagePath")]
    [InlineData("Image", "MediaId", "MediaId")]
    public async Task Message_WithoutAFieldThatItNeeds_IsNotSent_AndThePushIsDone(string kind, string field, string named)
    {
        string[] fields = kind switch
        {
            "Link" => ["Title", "Description", "Url", "ThumbUrl"],
            "MiniProgramPage" => ["Title", "PagePath", "ThumbMediaId"],
            _ => ["MediaId"],
        };
        await using var engine = await StartAsync(
            Rule(0, [.. fields.SelectMany(name => new[] { $"Send:{kind}:{name}", name == field ? "{Missing}" : "x" })]));

        await engine.PushTextAsync("oUser", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        push.Timeline[^1].Detail.ShouldBe($"Rules:0: nothing sent, {named} is empty or blank");
        push.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task AField_WithControlCharacters_IsSentWithoutThem()
    {
        await using var engine = await StartAsync(Rule(0, "Send:Text", "[{Content}]"));

        await engine.PushTextAsync("oUser", "a\0b\u001B\n\tc\u007F");

        (await TextsAsync(1)).ShouldBe(["[ab\n\tc]"]);
    }

    [Fact]
    public async Task Pattern_SeesTheBeginningOfALongContent()
    {
        await using var engine = await StartAsync(
            Rule(0, "Content", "end$", "Send:Text", "end"), Rule(1, "Content", "^begin", "Send:Text", "begin"));

        await engine.PushTextAsync("o", $"begin{new string('x', RulePattern.MaxContent)}end");

        (await TextsAsync(1)).ShouldBe(["begin"]);
    }

    [Fact]
    public async Task AnImage_IsSentBack()
    {
        await using var engine = await StartAsync(Rule(0, "MsgType", "image", "Send:Image:MediaId", "{MediaId}"));

        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "oUser").Image("http://pic", "media7"));

        (await _messages.NextAsync()).ShouldBeJson("""{"touser":"oUser","msgtype":"image","image":{"media_id":"media7"}}""");
    }

    [Fact]
    public async Task ALink_IsSent()
    {
        await using var engine = await StartAsync(Rule(
            0, "Send:Link:Title", "看看 {Content}", "Send:Link:Description", "d", "Send:Link:Url", "https://x/{Content}", "Send:Link:ThumbUrl", "https://t"));

        await engine.PushTextAsync("oUser", "鞋");

        (await _messages.NextAsync()).ShouldBeJson(
            """{"touser":"oUser","msgtype":"link","link":{"title":"看看 鞋","description":"d","url":"https://x/鞋","thumb_url":"https://t"}}""");
    }

    [Fact]
    public async Task APageOfTheMiniProgram_IsSentToWhoEntersTheSession()
    {
        await using var engine = await StartAsync(Rule(
            0, "Event", "user_enter_tempsession", "Send:MiniProgramPage:Title", "t",
            "Send:MiniProgramPage:PagePath", "pages/index?from={SessionFrom}", "Send:MiniProgramPage:ThumbMediaId", "m"));

        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "oUser").EnterSession("cart"));

        (await _messages.NextAsync()).ShouldBeJson(
            """{"touser":"oUser","msgtype":"miniprogrampage","miniprogrampage":{"title":"t","pagepath":"pages/index?from=cart","thumb_media_id":"m"}}""");
    }

    [Fact]
    public async Task ChangedRules_CountFromTheNextPushOn()
    {
        await using var engine = await StartAsync(Rule(0, "Send:Text", "before"));
        await engine.PushTextAsync("o", "one");
        (await TextsAsync(1)).ShouldBe(["before"]);

        engine.Change(("Apps:shop:Rules:0:Send:Text", "after"));
        await engine.PushTextAsync("o", "two");
        (await TextsAsync(1)).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task APaymentEvent_WhoseRuleIsTakenAwayAfterItWasAcknowledged_IsADeadLetter()
    {
        var messages = new ScriptedMessages(ScriptedMessages.Busy);
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = messages,
            Settings =
            [
                ("Apps:shop:AllowUnsignedPayments", "true"),
                .. Rule(0, "Event", "xpay_goods_deliver_notify", "Send:Text", "thanks"),
                ("Dispatching:FirstRetry", "00:00:00.100"),
            ],
        });
        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "o").Event(
            "xpay_goods_deliver_notify", ("OutTradeNo", "1"), ("OpenId", "oUser")));
        await messages.NextAsync();

        engine.Change(("Apps:shop:Rules:0:Event", "another_event"));
        (await engine.WhenAsync(PushState.Dead)).Timeline[^1].Detail.ShouldBe("no handler");
    }

    private static IEnumerable<(string, string?)> Rule(int number, params IEnumerable<string> pairs) =>
        pairs.Chunk(2).Select(pair => ($"Apps:shop:Rules:{number}:{pair[0]}", (string?)pair[1]));

    private Task<EngineUnderTest> StartAsync(params IEnumerable<IEnumerable<(string, string?)>> rules) =>
        EngineUnderTest.StartAsync(new EngineSetup { Messages = _messages, Settings = rules.SelectMany(rule => rule) });

    private async Task<IReadOnlyList<string?>> TextsAsync(int more)
    {
        for (var i = 0; i < more; i++)
            await _messages.NextAsync();
        return _messages.Texts;
    }
}

file static class JsonShould
{
    public static void ShouldBeJson(this JsonElement actual, string expected) =>
        JsonElement.DeepEquals(actual, JsonElement.Parse(expected)).ShouldBeTrue($"{actual}");
}
