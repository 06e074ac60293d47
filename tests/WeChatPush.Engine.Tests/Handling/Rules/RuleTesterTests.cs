using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Rules;

/// <summary>A test says what the handling of the same push does, and does nothing itself.</summary>
public sealed class RuleTesterTests
{
    private const string Text =
        """{"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":1,"MsgType":"text","Content":"帮助","MsgId":1}""";

    private readonly ScriptedMessages _messages = new();

    [Fact]
    public async Task Test_OfASendRule_HasTheBodyThatWouldBeSent_AndWhyTheOthersDoNotMatch()
    {
        await using var engine = await StartAsync(
            ("0:MsgType", "image"), ("0:Send:Text", "no"),
            ("1:Event", "user_enter_tempsession"), ("1:Send:Text", "no"),
            ("2:Content", "^x"), ("2:Send:Text", "no"),
            ("3:MsgType", "TEXT"), ("3:Send:Text", "{Content}？{FromUserName}"),
            ("4:Send:Text", "never tried"));

        var test = Test(engine, Text);

        (test.Rule, test.Action, test.Handler, test.InRequest).ShouldBe((3, RuleTestAction.Send, RuleTestHandler.Rule, false));
        test.Send.ShouldNotBeNull().GetRawText().ShouldBe("""{"touser":"oUser","msgtype":"text","text":{"content":"帮助？oUser"}}""");
        test.Trials.ShouldBe(
        [
            new(0, false, RuleMismatch.MsgType), new(1, false, RuleMismatch.Event), new(2, false, RuleMismatch.Content), new(3, true, null),
        ]);
    }

    [Theory]
    [InlineData("""{"MsgType":"text","Content":"a","FromUserName":"oUser","ToUserName":"gh","MsgId":7}""")]
    [InlineData("""{"MsgType":"text","Content":"hand over","FromUserName":"oUser","ToUserName":"gh","MsgId":8}""")]
    [InlineData("""{"MsgType":"image","MediaId":"m{Content}","FromUserName":"oUser","ToUserName":"gh","MsgId":9}""")]
    [InlineData("""{"MsgType":"image","MediaId":" ","FromUserName":"oUser","ToUserName":"gh","MsgId":10}""")]
    [InlineData("""{"MsgType":"event","Event":"user_enter_tempsession","FromUserName":"oUser","CreateTime":1}""")]
    [InlineData("""{"MsgType":"event","Event":"literal","CreateTime":1}""")]
    [InlineData("""{"MsgType":"event","Event":"without_user","CreateTime":1}""")]
    [InlineData("""{"MsgType":"voice","FromUserName":"oUser","ToUserName":"gh","MsgId":11}""")]
    public async Task Test_OfAnyPush_SaysWhatItsHandlingDoes(string push)
    {
        await using var engine = await StartAsync(
            ("0:Content", "hand over"), ("0:TransferToCustomerService", "true"),
            ("1:MsgType", "text"), ("1:Send:Text", "{Content}{MsgType}"),
            ("2:MsgType", "image"), ("2:Send:Image:MediaId", "{MediaId}"),
            ("3:Event", "literal"), ("3:ReplyBody", "{\"ErrCode\":0}"),
            ("4:Event", "user_enter_tempsession"), ("4:Send:Text", "hello"),
            ("5:Event", "without_user"), ("5:Send:Text", "hello"));

        var test = Test(engine, push);
        using var answer = await engine.SendAsync(
            engine.App(), new PushSigner(engine.App()).Push(new PushBuilder(engine.App(), "oUser").Raw(Encoding.UTF8.GetBytes(push))));
        var reply = await answer.Content.ReadAsStringAsync();
        var handled = (await EndAsync(engine)).Timeline[^1];

        handled.Detail.ShouldStartWith(test.Rule is { } rule ? $"Rules:{rule}" : "no handler");
        _messages.Bodies.Select(body => body.GetRawText()).ShouldBe(test.Send is { } send ? [send.GetRawText()] : []);
        if (test.NotSent is { } reason)
            handled.Detail.ShouldEndWith(reason);
        if (test.InRequest)
            WithoutTime(reply).ShouldBe(WithoutTime(test.Reply.ShouldNotBeNull()));
        else
            reply.ShouldBe("success");
    }

    [Fact]
    public async Task Test_OfAForward_NamesTheDestinationWithoutWhatMayBeSecret_AndCallsNoDestination()
    {
        await using var engine = await StartAsync(
            ("0:Forward:Url", "http://127.0.0.1:1/secret?key=1"), ("0:Forward:Secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"), ("0:Forward:Reply", "true"));

        var test = Test(engine, Text);

        test.Action.ShouldBe(RuleTestAction.Forward);
        test.Forward.ShouldBe(new RuleTestForward("http://127.0.0.1:1", true));
        (test.InRequest, test.Reply).ShouldBe((true, null));
        (await engine.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Test_OfAPaymentWithoutAnOwner_IsAnsweredWithItsErrorInsideTheRequest()
    {
        await using var engine = await StartAsync(("0:MsgType", "text"), ("0:Send:Text", "no"));

        var test = Test(engine, """{"MsgType":"event","Event":"xpay_goods_deliver_notify","OpenId":"o","OutTradeNo":"1"}""");

        (test.Rule, test.Handler, test.InRequest).ShouldBe((null, RuleTestHandler.None, true));
        test.Reply.ShouldNotBeNull().ShouldContain("no handler");
    }

    [Fact]
    public async Task Test_OfAPushThatCodeOwns_DoesNotRunIt_AndTriesNoRule()
    {
        var ran = false;
        await using var engine = await StartAsync(handlers => handlers.On<TextMessage>((_, _) =>
        {
            ran = true;
            return Task.CompletedTask;
        }), ("0:Send:Text", "no"));

        var test = Test(engine, Text);

        (test.Handler, test.Action, test.Trials.Count, ran).ShouldBe((RuleTestHandler.Code, RuleTestAction.None, 0, false));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"MsgType\":")]
    [InlineData("")]
    public async Task Test_OfWhatIsNoPush_IsNone(string text)
    {
        await using var engine = await StartAsync();
        engine.Services.GetRequiredService<IRuleTester>().Test("shop", Encoding.UTF8.GetBytes(text)).ShouldBeNull();
        engine.Services.GetRequiredService<IRuleTester>().Test("none", Encoding.UTF8.GetBytes(Text)).ShouldBeNull();
    }

    private static RuleTest Test(EngineUnderTest engine, string push) =>
        engine.Services.GetRequiredService<IRuleTester>().Test("shop", Encoding.UTF8.GetBytes(push)).ShouldNotBeNull();

    private static async Task<PushDetail> EndAsync(EngineUnderTest engine)
    {
        PushDetail? push = null;
        await Eventually.TrueAsync(
            async () => (push = (await engine.StoredAsync()).ShouldHaveSingleItem()).State is PushState.Done or PushState.Dead,
            () => $"{push}");
        return push!;
    }

    private static string WithoutTime(string reply) => reply.Contains("CreateTime", StringComparison.Ordinal)
        ? new([.. reply.Where(letter => !char.IsAsciiDigit(letter))])
        : reply;

    private Task<EngineUnderTest> StartAsync(params (string Key, string? Value)[] rules) => StartAsync(null, rules);

    private Task<EngineUnderTest> StartAsync(Action<PushHandlers>? handlers, params (string Key, string? Value)[] rules) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = _messages,
            Handlers = handlers,
            Settings = rules.Select(rule => ($"Apps:shop:Rules:{rule.Key}", rule.Value)),
        });
}
