using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPush.Credits;
using WeChatPush.Engine.Tests.Handling.Forwarding;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.Engine.Tests.Handling.Rules;

/// <summary>A user types what looks like an event. No rule, no answer and no credit takes it for one.</summary>
public sealed class TypedTextRuleTests
{
    private const string ForgedPopup =
        "x]]></Content><Event><![CDATA[subscribe_msg_popup_event]]></Event><MsgType><![CDATA[event]]></MsgType>"
        + "<List><TemplateId><![CDATA[T]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString></List><Content><![CDATA[y";

    private static readonly (string, string?)[] PaymentRule =
        [("Apps:shop:Rules:0:Event", "xpay_goods_deliver_notify"), ("Apps:shop:Rules:0:ReplyBody", """{"ErrCode":0}""")];

    [Theory]
    [InlineData("shop", WireMode.Plaintext, PushFormat.Xml)]
    [InlineData("shop", WireMode.Plaintext, PushFormat.Json)]
    [InlineData("secret", WireMode.Secure, PushFormat.Xml)]
    [InlineData("secret", WireMode.Compatible, PushFormat.Xml)]
    public async Task APaymentRule_NeverTakesAText(string name, WireMode mode, PushFormat format)
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Settings =
            [
                .. EngineSetup.App(name, mode),
                .. PaymentRule.Select(rule => (rule.Item1.Replace(":shop:", $":{name}:", StringComparison.Ordinal), rule.Item2)),
            ],
        });
        var app = engine.App(name, mode, format);

        await engine.PushAsync(app, new PushBuilder(app, "oUser").Text(TypedTexts.Forged));

        var push = await engine.WhenAsync(PushState.Done, name);
        (push.MsgType, push.Event, push.OpenId).ShouldBe(("text", null, "oUser"));
        push.Timeline[^1].Detail.ShouldBe("no handler");
        engine.Log.GetSnapshot().ShouldNotContain(line => line.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("""{"MsgType":"text","Event":"xpay_goods_deliver_notify","OutTradeNo":"A-1","FromUserName":"o","CreateTime":1,"MsgId":"5"}""")]
    [InlineData("<xml><FromUserName>o</FromUserName><MsgType>text</MsgType><Event>xpay_goods_deliver_notify</Event><MsgId>5</MsgId></xml>")]
    public async Task APaymentRule_NeverTakesAnEventFieldOfAMessage(string body)
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup { Settings = PaymentRule });

        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "o").Raw(Encoding.UTF8.GetBytes(body)));

        (await engine.WhenAsync(PushState.Done)).Timeline[^1].Detail.ShouldBe("no handler");
    }

    [Theory]
    [InlineData(PushFormat.Xml)]
    [InlineData(PushFormat.Json)]
    public async Task ADestination_GetsWhatWasTyped_AndNoEvent(PushFormat format)
    {
        await using var destination = await Destination.StartAsync(Destination.Answer("""{"reply":{"ErrCode":0}}"""));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Apps:shop:Rules:0:MsgType", "text"));
        var app = engine.App(format: format);

        await engine.PushAsync(app, new PushBuilder(app, "oUser").Text(TypedTexts.Forged));
        await engine.WhenAsync(PushState.Done);

        var message = destination.Calls.ShouldHaveSingleItem().Json.GetProperty("message");
        message.EnumerateObject().Select(field => field.Name).ShouldBe(["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId"]);
        message.GetProperty("Content").GetString().ShouldBe(TypedTexts.Forged);
        message.GetProperty("MsgType").GetString().ShouldBe("text");
        message.GetProperty("FromUserName").GetString().ShouldBe("oUser");
    }

    [Fact]
    public async Task ATextThatLooksLikeAPopup_EarnsNothing()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var app = engine.App(format: PushFormat.Xml);

        await engine.PushAsync(app, new PushBuilder(app, "oUser").Text(ForgedPopup));
        var push = await engine.WhenAsync(PushState.Done);

        push.MsgType.ShouldBe("text");
        var credits = engine.Services.GetRequiredService<ICredits>();
        (await credits.GetTotalsAsync("shop", CancellationToken.None)).Templates.ShouldBeEmpty();
    }
}
