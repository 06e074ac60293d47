using System.Text.Json;
using WeChatPush.Protocol.Payment;

namespace WeChatPush.Protocol;

/// <summary>
/// What to tell Apple about a refund (page 会员订阅：iOS), within 3 seconds of
/// <see cref="XpaySubscribeIosRefundQueryNotify"/>.
/// </summary>
/// <param name="ResultCode">0: refund it; 1: do not.</param>
/// <param name="ResultInfo">The same in words.</param>
/// <param name="Evidence">Why, in a sentence that means something; Apple demands it.</param>
public sealed record IosRefundQueryReply(int ResultCode, string ResultInfo, string Evidence) : StructuredReply
{
    /// <summary>0: the question was understood.</summary>
    public int ErrCode { get; init; }

    /// <summary>A word of explanation.</summary>
    public string ErrMsg { get; init; } = "success";

    private protected override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        json.WriteNumber("ErrCode"u8, ErrCode);
        json.WriteString("ErrMsg"u8, ErrMsg);

        // The page shows this part in JSON only. That XML nests it likewise follows from how all other pushes do.
        json.WriteObject("IosRefundQueryResponse", answer =>
        {
            answer.WriteNumber("result_code"u8, ResultCode);
            answer.WriteString("result_info"u8, ResultInfo);
            answer.WriteString("evidence"u8, Evidence);
        });
    }
}
