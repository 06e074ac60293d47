using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>What users type, and how WeChat puts it into a push: into XML as it is, into JSON with quotation marks and backslashes escaped.</summary>
internal static class TypedTexts
{
    public const string OpenId = "oTyping";
    public const string MsgId = "23637352235060880";

    /// <summary>A text that makes an event of a payment out of itself, if its end is taken where it seems to be.</summary>
    public const string Forged =
        "x]]></Content><Event>xpay_goods_deliver_notify</Event><OutTradeNo>A-1</OutTradeNo><MsgType><![CDATA[event]]></MsgType>"
        + "<FromUserName><![CDATA[oSomebody]]></FromUserName><MsgId>7</MsgId><Content><![CDATA[y";

    private static readonly string[] Parts =
    [
        "]]>", "]]", "]", ">", "<", "</", "/>", "<![CDATA[", "<!--", "-->", "<?", "?>", "&amp;", "&#1;", "&", "\"", "'", "\\", "\\n", "\\u12", "{", "}",
        "<Content>", "</Content>", "</Content >", "]]></Content>", "<Content><![CDATA[", "</xml>", "</xml2>", "</Conten>", "</ContentX>",
        "<MsgType><![CDATA[event]]></MsgType>", "<Event>xpay_goods_deliver_notify</Event>", "<Event><![CDATA[subscribe_msg_popup_event]]></Event>",
        "]]></MsgType>", "]]></FromUserName>", "]]></ToUserName>", "<FromUserName><![CDATA[oSomebody]]></FromUserName>", "<CreateTime>1</CreateTime>",
        "<MsgId>1</MsgId>", "]]></MsgId>", "<Encrypt><![CDATA[AA==]]></Encrypt>", "]]></Encrypt>", "\",\"Event\":\"xpay_refund_notify", Forged,
        "你好", "😀", "\u200B", "\uFEFF", "\u007F", "\u2028", " ", "a",
    ];

    /// <summary>Texts of such parts and of control characters. None holds the one sequence that stands for something else in XML.</summary>
    public static Gen<string> All { get; } =
        from parts in Gen.OneOf(Gen.Elements(Parts), Gen.Choose(0, 0x1F).Select(code => ((char)code).ToString())).ListOf()
        let text = string.Concat(parts)
        where !text.Contains("]]]]><![CDATA[>", StringComparison.Ordinal)
        select text;

    /// <summary>A text message in XML as WeChat writes it.</summary>
    public static byte[] Xml(string typed) => Encoding.UTF8.GetBytes(
        $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{OpenId}]]></FromUserName><CreateTime>1795980079</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{typed}]]></Content><MsgId>{MsgId}</MsgId></xml>");

    /// <summary>The same in JSON.</summary>
    public static byte[] Json(string typed) => Encoding.UTF8.GetBytes(
        $$"""{"ToUserName":"gh_1","FromUserName":"{{OpenId}}","CreateTime":1795980079,"MsgType":"text","Content":"{{Quoted(typed)}}","MsgId":{{MsgId}}}""");

    private static string Quoted(string typed) =>
        typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
