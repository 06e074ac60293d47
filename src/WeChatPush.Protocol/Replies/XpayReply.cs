using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// The result that events of virtual payment ask for (page 虚拟支付). <c>success</c> and an empty body say the same as 0.
/// </summary>
/// <param name="ErrCode">0: done, so for goods: delivered. Anything else makes WeChat push again, up to 15 times.</param>
/// <param name="ErrMsg">A word of explanation, seen by WeChat only.</param>
public sealed record XpayReply(int ErrCode = 0, string ErrMsg = "success") : StructuredReply
{
    private protected override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        json.WriteNumber("ErrCode"u8, ErrCode);
        json.WriteString("ErrMsg"u8, ErrMsg);
    }
}
