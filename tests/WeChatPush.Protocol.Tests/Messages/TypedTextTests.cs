using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Protocol.Messages;
using WeChatPush.Protocol.Tests.Identity;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>A user's text is text, whatever it holds: never a field, an event or another identity.</summary>
public sealed class TypedTextTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static readonly Gen<string> Typed =
        from parts in Gen.Elements(TypedTexts.Parts.ToArray()).ListOf()
        let text = string.Concat(parts)
        where !TypedTexts.IsSplit(text)
        select text;

    public static TheoryData<string> Texts =>
    [
        "<status><![CDATA[ok]]></status>",
        "a]]> & b < c",
        "if (a[b[0]]>1)",
        "]]>",
        "x]]></Content>",
        "x]]></Content></xml>",
        "x]]><![CDATA[y",
        "]]></FromUserName><FromUserName>oSomebody</FromUserName>",
        TypedTexts.Forged,
        .. Enumerable.Range(0, 0x20).Select(code => $"a{(char)code}b"),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Message_WithThisText_HasItToTheLetter(string typed)
    {
        ShouldBeThatMessage(TypedTexts.Xml(typed), typed);
        ShouldBeThatMessage(TypedTexts.Json(typed), typed);
    }

    [Fact]
    public void Message_WithAnyText_HasItToTheLetter() =>
        Check.One(Thorough, Prop.ForAll(Typed.ToArbitrary(), typed =>
        {
            ShouldBeThatMessage(TypedTexts.Xml(typed), typed);
            ShouldBeThatMessage(TypedTexts.Json(typed), typed);
        }));

    [Fact]
    public void Message_WithAnyText_IsOneEnvelopeAroundItsCiphertext() =>
        Check.One(Thorough, Prop.ForAll(Typed.ToArbitrary(), typed =>
        {
            // The compatible mode has the clear fields beside the ciphertext, in front of it or behind it.
            var clear = Encoding.UTF8.GetString(TypedTexts.Xml(typed));
            const string encrypt = "<Encrypt><![CDATA[abcd]]></Encrypt>";
            foreach (var body in (string[])[clear.Replace("</MsgId></xml>", "</MsgId>" + encrypt + "</xml>"), "<xml>" + encrypt + clear["<xml>".Length..]])
            {
                PushEnvelope.Read(Encoding.UTF8.GetBytes(body), out var envelope).ShouldBe(ReadOutcome.Ok, body);
                Encoding.UTF8.GetString(envelope.Encrypt.Span).ShouldBe("abcd", body);
                envelope.ToUserName.ShouldBe("gh_1", body);
            }
        }));

    [Theory]
    [InlineData("]]]]><![CDATA[>", "]]>")]
    [InlineData("a]]]]><![CDATA[>b]]]]><![CDATA[>", "a]]>b]]>")]
    public void Message_WhoseTextIsSplitAsXmlHasIt_HasItWhole(string written, string expected) =>
        Pushes.Read(Encoding.UTF8.GetString(TypedTexts.Xml(written)))["Content"].ShouldBe(expected);

    // Two texts of one user, each of which ends the other: the fields between them come out, and count for nothing.
    [Fact]
    public void Message_WithTwoTextsThatEndEachOther_KeepsItsEnvelope()
    {
        const string title = "t";
        const string path = "p]]></Title><Event>xpay_refund_notify</Event><event>xpay_refund_notify</event><MsgType>event</MsgType><msgtype>event</msgtype>"
            + "<FromUserName>oSomebody</FromUserName><CreateTime>7</CreateTime><MsgId>7</MsgId><AppId>wx</AppId><PagePath><![CDATA[q";
        var message = Pushes.Read(
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oTyping]]></FromUserName><CreateTime>1795980079</CreateTime>"
            + $"<MsgType><![CDATA[miniprogrampage]]></MsgType><Title><![CDATA[{title}]]></Title><AppId><![CDATA[wx1]]></AppId>"
            + $"<PagePath><![CDATA[{path}]]></PagePath><MsgId>{TypedTexts.MsgId}</MsgId></xml>");

        ShouldBeFromItsSender(message, "miniprogrampage");
        message.Json.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Title", "AppId", "PagePath", "MsgId"], ignoreOrder: true);
    }

    [Fact]
    public void Message_WithFieldsThatComeTwice_HasTheFirst_AndTheLastMsgId()
    {
        var xml = Pushes.Read(
            "<xml><ToUserName>gh_1</ToUserName><FromUserName>oTyping</FromUserName><CreateTime>1795980079</CreateTime><MsgType>text</MsgType>"
            + "<Content>a</Content><MsgId>1</MsgId><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
            + $"<Event>x</Event><Content>b</Content><MsgId>{TypedTexts.MsgId}</MsgId></xml>");
        var json = Pushes.Read(
            """{"ToUserName":"gh_1","FromUserName":"oTyping","CreateTime":1795980079,"MsgType":"text","Content":"a","MsgId":1,"""
            + $$""" "FromUserName":"o","CreateTime":1,"MsgType":"event","Event":"x","Content":"b","MsgId":{{TypedTexts.MsgId}}}""");

        ShouldBeFromItsSender(xml, "text");
        ShouldBeFromItsSender(json, "text");
        json.Json.GetRawText().ShouldBe(xml.Json.GetRawText());
        json["Content"].ShouldBe("a");
    }

    [Theory]
    [InlineData("""{"MsgType":"text","Event":"xpay_goods_deliver_notify","OutTradeNo":"A-1","FromUserName":"o","MsgId":"5"}""")]
    [InlineData("<xml><MsgType>text</MsgType><Event>xpay_goods_deliver_notify</Event><OutTradeNo>A-1</OutTradeNo><FromUserName>o</FromUserName><MsgId>5</MsgId></xml>")]
    [InlineData("""{"Event":"xpay_goods_deliver_notify","OutTradeNo":"A-1","FromUserName":"o","MsgId":"5"}""")]
    public void Push_WhoseMsgTypeIsNotEvent_HasNoEvent(string body)
    {
        var message = Pushes.Read(body);

        message.Event.ShouldBeNull();
        message.Kind.Event.ShouldBeNull();
        message.Json.TryGetProperty("Event", out _).ShouldBeFalse();
        new PushHeader { Event = "x", MsgType = "text" }.Event.ShouldBeNull();
        new PushHeader { Event = "x", MsgType = "EVENT" }.Event.ShouldBe("x");
    }

    [Fact]
    public void Event_WithATextThatHoldsMarkup_EndsItAtItsOwnEndTag()
    {
        var message = Pushes.Read(
            "<xml><FromUserName>o</FromUserName><MsgType>event</MsgType><Event>wxa_comment_bad_score</Event>"
            + "<List><a><![CDATA[x]]> <b>]]></b> y]]></a></List><List><a><![CDATA[z]]></a></List></xml>");

        message["List.0.a"].ShouldBe("x]]> <b>]]></b> y");
        message["List.1.a"].ShouldBe("z");
    }

    // A mini program passes what it likes to the session: the fields are its own, the envelope is not.
    [Fact]
    public void Event_WithATextThatClosesItself_KeepsItsEnvelope()
    {
        var message = Pushes.Read(
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oTyping]]></FromUserName><CreateTime>1795980079</CreateTime>"
            + "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[user_enter_tempsession]]></Event>"
            + "<SessionFrom><![CDATA[x]]></SessionFrom><Event>xpay_refund_notify</Event><FromUserName>o</FromUserName><SessionFrom><![CDATA[y]]></SessionFrom></xml>");

        (message.Event, message.FromUserName).ShouldBe(("user_enter_tempsession", "oTyping"));
        (message["Event"], message["FromUserName"]).ShouldBe(("user_enter_tempsession", "oTyping"));
    }

    private static void ShouldBeThatMessage(byte[] body, string typed)
    {
        PushReader.Read(body, out var message).ShouldBe(ReadOutcome.Ok, Encoding.UTF8.GetString(body));

        message["Content"].ShouldBe(typed);
        ShouldBeFromItsSender(message, "text");
        message.Json.EnumerateObject().Count().ShouldBe(6);
        PushCatalogue.Read(message).ShouldBeOfType<TextMessage>().Content.ShouldBe(typed);
        Identities.From(body).ShouldBe(Identities.From(TypedTexts.Json("hi")));
    }

    private static void ShouldBeFromItsSender(PushMessage message, string msgType)
    {
        (message.MsgType, message.Event, message.FromUserName, message.ToUserName, message.CreateTime, message.MsgId)
            .ShouldBe((msgType, null, TypedTexts.OpenId, "gh_1", 1795980079, TypedTexts.MsgId));
        (message["MsgType"], message["Event"], message["FromUserName"], message["MsgId"])
            .ShouldBe((msgType, null, TypedTexts.OpenId, TypedTexts.MsgId));
    }
}
