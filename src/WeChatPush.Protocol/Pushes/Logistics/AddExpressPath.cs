using System.Text.Json;

namespace WeChatPush.Protocol.Logistics;

/// <summary>A parcel moved on (page 运单轨迹更新事件). Cloud functions know the event as <c>express_add_path</c>.</summary>
public sealed record AddExpressPath : TypedPush, ITypedPush<AddExpressPath>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AddExpressPath()
    {
    }

    private AddExpressPath(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        DeliveryId = fields.Text("DeliveryID");
        WayBillId = fields.Text("WayBillId");
        OrderId = fields.Text("OrderId");
        Version = fields.Int32("Version");
        Count = fields.Int32("Count");
        Actions = fields.List("Actions", ExpressAction.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("add_express_path");

    /// <summary>The delivery company, as <c>SF</c>.</summary>
    public string DeliveryId { get; init; } = "";

    /// <summary>The waybill.</summary>
    public string WayBillId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>Counts up with each push about the waybill.</summary>
    public int Version { get; init; }

    /// <summary>How many steps there are.</summary>
    public int Count { get; init; }

    /// <summary>All steps so far.</summary>
    public IReadOnlyList<ExpressAction> Actions { get; init; } = [];

    /// <inheritdoc/>
    public static AddExpressPath Read(PushMessage message) => new(message);
}

/// <summary>A step of a parcel.</summary>
/// <param name="ActionTime">When, in Unix seconds.</param>
/// <param name="ActionType">
/// 100001: fetched; 100002: could not be fetched; 100003: a courier was notified; 200001: on its way; 300002: being
/// delivered; 300003: received; 300004: not received; 400001: cancelled; 400002: held up.
/// </param>
/// <param name="ActionMsg">The same in words, for people.</param>
public sealed record ExpressAction(long ActionTime, int ActionType, string ActionMsg)
{
    internal static ExpressAction Read(JsonElement fields) =>
        new(fields.Int64("ActionTime"), fields.Int32("ActionType"), fields.Text("ActionMsg"));
}
