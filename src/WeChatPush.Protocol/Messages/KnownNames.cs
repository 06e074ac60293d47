using System.Text;

namespace WeChatPush.Protocol;

/// <summary>One string for each MsgType and Event that comes often, so that reading a push makes no new ones.</summary>
internal static class KnownNames
{
    private static readonly (byte[] Utf8, string Text)[] Names =
    [
        .. new[]
        {
            "text", "event", "image", "miniprogrampage", "voice", "video", "shortvideo", "location", "link",
            "user_enter_tempsession", "subscribe_msg_popup_event", "subscribe_msg_change_event",
            "subscribe_msg_sent_event", "wxa_media_check", "xpay_goods_deliver_notify", "xpay_coin_pay_notify",
            "xpay_refund_notify", "wxa_novel_chapter_permission", "retail_pay_notify",
            "trade_manage_order_settlement", "add_express_path", "debug_demo",
        }.Select(name => (Encoding.UTF8.GetBytes(name), name)),
    ];

    /// <summary>The text as a string, a shared one where possible.</summary>
    public static string ToString(ReadOnlySpan<byte> utf8)
    {
        foreach (var (name, text) in Names)
        {
            if (utf8.SequenceEqual(name))
                return text;
        }

        return Encoding.UTF8.GetString(utf8);
    }
}
