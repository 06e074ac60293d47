namespace WeChatPush.Protocol.Logistics;

/// <summary>A parcel with an electronic waybill moved on (page 电子面单).</summary>
public sealed record EwaybillPushPath : TypedPush, ITypedPush<EwaybillPushPath>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public EwaybillPushPath()
    {
    }

    private EwaybillPushPath(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("waybill_info");
        EwaybillOrderId = fields.Text("ewaybill_order_id");
        WaybillId = fields.Text("waybill_id");
        UpdateTime = fields.Int64("update_time");
        Status = fields.Int32("status");
        Description = fields.Text("desc");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("ewaybill_push_path");

    /// <summary>The order of the waybill.</summary>
    public string EwaybillOrderId { get; init; } = "";

    /// <summary>The waybill.</summary>
    public string WaybillId { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long UpdateTime { get; init; }

    /// <summary>The step, as the page numbers it.</summary>
    public int Status { get; init; }

    /// <summary>The same in words.</summary>
    public string Description { get; init; } = "";

    /// <inheritdoc/>
    public static EwaybillPushPath Read(PushMessage message) => new(message);
}
