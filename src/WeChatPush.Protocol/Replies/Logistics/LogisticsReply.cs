using System.Text.Json;
using WeChatPush.Protocol.LogisticsProvider;

namespace WeChatPush.Protocol.Logistics;

/// <summary>
/// A delivery company's answer to WeChat (page 物流助手: 运力方使用). What has to be given back as it came, the numbers of
/// account, order and waybill, is taken from the push.
/// </summary>
public abstract record LogisticsReply : EventReply
{
    private protected LogisticsReply()
    {
    }

    /// <summary>0: done; -1: failed; else a number of the event's page, or your own.</summary>
    public int ResultCode { get; init; }

    /// <summary>The same in words.</summary>
    public string ResultMsg { get; init; } = "success";

    private protected sealed override void WriteAnswer(Utf8JsonWriter json, PushMessage push)
    {
        WriteEcho(json, push.Json);
        json.WriteNumber("ResultCode"u8, ResultCode);
        json.WriteString("ResultMsg"u8, ResultMsg);
        WriteDetails(json);
    }

    /// <summary>What stands before the result, from the push.</summary>
    private protected virtual void WriteEcho(Utf8JsonWriter json, JsonElement push)
    {
    }

    /// <summary>What stands behind the result.</summary>
    private protected virtual void WriteDetails(Utf8JsonWriter json)
    {
    }
}

/// <summary>
/// The answer to events that want a result and nothing else: <see cref="CancelSingleWaybill"/>,
/// <see cref="NotifySingleWaybillPay"/>, <see cref="WaybillComplaint"/>, <see cref="WaybillEvaluateAgent"/>.
/// </summary>
/// <remarks>
/// The page on <c>notify_single_waybill_pay</c> has the answer's Event as <c>query_single_waybill_pay</c>, a name no
/// other page knows. As everywhere else it is the name the push came with.
/// </remarks>
public sealed record LogisticsResultReply : LogisticsReply;
