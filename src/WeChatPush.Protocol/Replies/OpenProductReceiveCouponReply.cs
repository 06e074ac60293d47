using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// The coupon a user got of the shop component (page 自定义交易组件: 用户领券). WeChat shows it in XML only; a push in
/// JSON is answered likewise.
/// </summary>
public sealed record OpenProductReceiveCouponReply : StructuredReply
{
    /// <summary>Your own number of the coupon this user got.</summary>
    public string OutUserCouponId { get; init; } = "";

    /// <summary>0: given.</summary>
    public int RetCode { get; init; }

    /// <summary>Why not, in words.</summary>
    public string RetMsg { get; init; } = "ok";

    private protected override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        json.WriteString("out_user_coupon_id"u8, OutUserCouponId);
        json.WriteString("request_id"u8, push.Json.Text("request_id"));
        json.WriteNumber("ret_code"u8, RetCode);
        json.WriteString("ret_msg"u8, RetMsg);
        json.WriteString("out_coupon_id"u8, push.Json.Text("out_coupon_id"));
    }
}
