namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>WeChat checks a step that was reported, before it notifies the user (page 查询订单状态).</summary>
public sealed record WaybillNotifyQuery : TypedPush, ITypedPush<WaybillNotifyQuery>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WaybillNotifyQuery()
    {
    }

    private WaybillNotifyQuery(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        WaybillId = fields.Text("WaybillId");
        SenderPhone = fields.Text("SenderPhone");
        ReceiverPhone = fields.Text("ReceiverPhone");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("waybill_notify_query");

    /// <summary>The waybill.</summary>
    public string WaybillId { get; init; } = "";

    /// <summary>The sender's phone number.</summary>
    public string SenderPhone { get; init; } = "";

    /// <summary>The receiver's phone number.</summary>
    public string ReceiverPhone { get; init; } = "";

    /// <inheritdoc/>
    public static WaybillNotifyQuery Read(PushMessage message) => new(message);
}
