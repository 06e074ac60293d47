namespace WeChatPush.Protocol.Delivery;

/// <summary>Where is the rider (page immediateDelivery.onAgentPosQuery)?</summary>
public sealed record TransportGetAgentPos : DeliveryPush, ITypedPush<TransportGetAgentPos>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportGetAgentPos()
    {
    }

    private TransportGetAgentPos(PushMessage message)
        : base(message)
    {
        WaybillId = message.Json.Text("waybill_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_get_agent_pos");

    /// <summary>The delivery.</summary>
    public string WaybillId { get; init; } = "";

    /// <inheritdoc/>
    public static TransportGetAgentPos Read(PushMessage message) => new(message);
}

/// <summary>A merchant or a user rates the rider, from 1 to 5 (page immediateDelivery.onRiderScoreSet).</summary>
public sealed record TransportSetRiderScore : DeliveryPush, ITypedPush<TransportSetRiderScore>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportSetRiderScore()
    {
    }

    private TransportSetRiderScore(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        WaybillId = fields.Text("waybill_id");
        DeliveryOnTimeScore = fields.Int32("delivery_ontime_score");
        CargoIntactScore = fields.Int32("cargo_intact_score");
        AttitudeScore = fields.Int32("attitude_score");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_set_rider_score");

    /// <summary>The delivery.</summary>
    public string WaybillId { get; init; } = "";

    /// <summary>Was it on time?</summary>
    public int DeliveryOnTimeScore { get; init; }

    /// <summary>Was it intact?</summary>
    public int CargoIntactScore { get; init; }

    /// <summary>Was the rider friendly?</summary>
    public int AttitudeScore { get; init; }

    /// <inheritdoc/>
    public static TransportSetRiderScore Read(PushMessage message) => new(message);
}
