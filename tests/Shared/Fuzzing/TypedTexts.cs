using System.Text;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>What users type, and how WeChat puts it into a push: into XML as it is, into JSON with quotation marks and backslashes escaped.</summary>
internal static class TypedTexts
{
    public const string OpenId = "oTyping";
    public const string MsgId = "23637352235060880";

    /// <summary>A text that makes an event of a payment out of itself, if its end is taken where it seems to be.</summary>
    public const string Forged =
        "x]]></Content><Event>xpay_goods_deliver_notify</Event><OutTradeNo>A-1</OutTradeNo><MsgType><![CDATA[event]]></MsgType>"
        + "<FromUserName><![CDATA[oSomebody]]></FromUserName><MsgId>7</MsgId><Content><![CDATA[y";

    /// <summary>What such texts are made of: marks, tags, whole elements, escapes, and every control character.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "]]>", "]]", "]", ">", "<", "</", "/>", "<![CDATA[", "<!--", "-->", "<?", "?>", "&amp;", "&#1;", "&", "\"", "'", "\\", "\\n", "\\u12", "{", "}",
        "<Content>", "</Content>", "</Content >", "]]></Content>", "<Content><![CDATA[", "</xml>", "</xml2>", "</Conten>", "</ContentX>",
        "<MsgType><![CDATA[event]]></MsgType>", "<Event>xpay_goods_deliver_notify</Event>", "<Event><![CDATA[subscribe_msg_popup_event]]></Event>",
        "]]></MsgType>", "]]></FromUserName>", "]]></ToUserName>", "<FromUserName><![CDATA[oSomebody]]></FromUserName>", "<CreateTime>1</CreateTime>",
        "<MsgId>1</MsgId>", "]]></MsgId>", "<Encrypt><![CDATA[AA==]]></Encrypt>", "]]></Encrypt>", "\",\"Event\":\"xpay_refund_notify", Forged,
        "你好", "😀", "\u200B", "\uFEFF", "\u007F", "\u2028", " ", "a",
        .. Enumerable.Range(0, 0x20).Select(code => ((char)code).ToString()),
    ];

    /// <summary>Whether the text holds the one sequence that stands for something else in XML.</summary>
    public static bool IsSplit(string typed) => typed.Contains("]]]]><![CDATA[>", StringComparison.Ordinal);

    /// <summary>A text message in XML as WeChat writes it.</summary>
    public static byte[] Xml(string typed, string openId = OpenId, string msgId = MsgId) => Encoding.UTF8.GetBytes(
        $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>1795980079</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{typed}]]></Content><MsgId>{msgId}</MsgId></xml>");

    /// <summary>The same in JSON.</summary>
    public static byte[] Json(string typed, string openId = OpenId, string msgId = MsgId) => Encoding.UTF8.GetBytes(
        $$"""{"ToUserName":"gh_1","FromUserName":"{{openId}}","CreateTime":1795980079,"MsgType":"text","Content":"{{Quoted(typed)}}","MsgId":{{msgId}}}""");

    private static string Quoted(string typed) =>
        typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
