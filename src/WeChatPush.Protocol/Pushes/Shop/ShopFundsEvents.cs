namespace WeChatPush.Protocol.Shop;

/// <summary>A dispute of the shop component moved on (page 自定义交易组件: 纠纷回调).</summary>
public sealed record ComplaintNotify : TypedPush, ITypedPush<ComplaintNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ComplaintNotify()
    {
    }

    private ComplaintNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("complaint_info");
        ComplaintOrderId = fields.Text("complaint_order_id");
        State = fields.Int32("state");
        Step = fields.Int32("event");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("complaint_notify");

    /// <summary>The dispute.</summary>
    public string ComplaintOrderId { get; init; } = "";

    /// <summary>Where it stands, as the component numbers it.</summary>
    public int State { get; init; }

    /// <summary>What happened, as the component numbers it.</summary>
    public int Step { get; init; }

    /// <inheritdoc/>
    public static ComplaintNotify Read(PushMessage message) => new(message);
}

/// <summary>A withdrawal of money moved on (page 自定义交易组件: 提现回调).</summary>
public sealed record WithdrawNotify : TypedPush, ITypedPush<WithdrawNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WithdrawNotify()
    {
    }

    private WithdrawNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("withdraw_info");
        OutRequestNo = fields.Text("out_request_no");
        Step = fields.Int32("event");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("withdraw_notify");

    /// <summary>Your own number of it.</summary>
    public string OutRequestNo { get; init; } = "";

    /// <summary>What happened, as the component numbers it.</summary>
    public int Step { get; init; }

    /// <inheritdoc/>
    public static WithdrawNotify Read(PushMessage message) => new(message);
}
