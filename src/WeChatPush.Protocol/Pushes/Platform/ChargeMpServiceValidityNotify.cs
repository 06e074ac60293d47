namespace WeChatPush.Protocol.Platform;

/// <summary>15, 7, 3 or 1 days are left.</summary>
public sealed record ChargeMpServiceValidityNotify : ChargeMpServicePush, ITypedPush<ChargeMpServiceValidityNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ChargeMpServiceValidityNotify()
    {
    }

    private ChargeMpServiceValidityNotify(PushMessage message)
        : base(message)
    {
        ValidityEndTime = message.Json.Text("validity_end_time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("charge_mp_service_validity_notify");

    /// <summary>When it ends, as WeChat writes it: text by its table.</summary>
    public string ValidityEndTime { get; init; } = "";

    /// <inheritdoc/>
    public static ChargeMpServiceValidityNotify Read(PushMessage message) => new(message);
}
