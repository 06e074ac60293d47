namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>A user complains of a delivery (page 用户投诉事件).</summary>
public sealed record WaybillComplaint : PlacedWaybillPush, ITypedPush<WaybillComplaint>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WaybillComplaint()
    {
    }

    private WaybillComplaint(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ComplaintType = fields.Int32("ComplainType");
        Content = fields.Text("Content");
        Pictures = fields.Text("Pic");
        Name = fields.Text("Name");
        Phone = fields.Text("Phone");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("waybill_complaint");

    /// <summary>
    /// 1004: late; 1005: lost; 1006: damaged or incomplete; 1007: unfriendly; 1008: something else.
    /// </summary>
    public int ComplaintType { get; init; }

    /// <summary>What the user wrote.</summary>
    public string Content { get; init; } = "";

    /// <summary>Links to pictures, with a vertical bar between two.</summary>
    public string Pictures { get; init; } = "";

    /// <summary>Who complains.</summary>
    public string Name { get; init; } = "";

    /// <summary>Their phone number.</summary>
    public string Phone { get; init; } = "";

    /// <inheritdoc/>
    public static WaybillComplaint Read(PushMessage message) => new(message);
}

/// <summary>A user rates a courier (page 给小哥评价).</summary>
public sealed record WaybillEvaluateAgent : PlacedWaybillPush, ITypedPush<WaybillEvaluateAgent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WaybillEvaluateAgent()
    {
    }

    private WaybillEvaluateAgent(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        CourierType = fields.Int32("CourierType");
        Score = fields.Int32("Score");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("waybill_evaluate_agent");

    /// <summary>0: the courier who fetched it; 1: the courier who delivered it.</summary>
    public int CourierType { get; init; }

    /// <summary>1 to 5, the best.</summary>
    public int Score { get; init; }

    /// <inheritdoc/>
    public static WaybillEvaluateAgent Read(PushMessage message) => new(message);
}
