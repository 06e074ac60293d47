using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Whether a call goes through (page 云对云服务端): the phone rings only after 0; anything else ends the call. Unlike
/// elsewhere the names are in lower case.
/// </summary>
/// <param name="ErrCode">0: let it ring.</param>
/// <param name="ErrMsg">A word of explanation, seen by WeChat only.</param>
public sealed record IotVoipReply(int ErrCode = 0, string ErrMsg = "ok") : StructuredReply
{
    private protected override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        json.WriteNumber("errcode"u8, ErrCode);
        json.WriteString("errmsg"u8, ErrMsg);
    }
}
