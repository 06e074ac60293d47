namespace WeChatPush.Protocol.Logistics;

/// <summary>
/// A claim on the insurance of a return was decided (page 理赔结果推送). The fields are at the top in WeChat's table and
/// inside <c>upload_event</c> in its sample; both are read.
/// </summary>
public sealed record WxainsuranceClaimResult : TypedPush, ITypedPush<WxainsuranceClaimResult>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxainsuranceClaimResult()
    {
    }

    private WxainsuranceClaimResult(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("upload_event");
        OrderNo = fields.Text("OrderNo");
        Status = fields.Int32("Status");
        FinishTime = fields.Int64("FinishTime");
        PayFailReason = fields.Text("PayFailReason");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxainsurance_claim_result");

    /// <summary>The payment that was insured.</summary>
    public string OrderNo { get; init; } = "";

    /// <summary>5: paid out; 6: refused.</summary>
    public int Status { get; init; }

    /// <summary>When, in Unix seconds.</summary>
    public long FinishTime { get; init; }

    /// <summary>Why it was refused.</summary>
    public string PayFailReason { get; init; } = "";

    /// <inheritdoc/>
    public static WxainsuranceClaimResult Read(PushMessage message) => new(message);
}
