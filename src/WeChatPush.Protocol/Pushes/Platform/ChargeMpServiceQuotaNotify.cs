namespace WeChatPush.Protocol.Platform;

/// <summary>20, 10, 5 or 0 per cent are left.</summary>
public sealed record ChargeMpServiceQuotaNotify : ChargeMpServicePush, ITypedPush<ChargeMpServiceQuotaNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ChargeMpServiceQuotaNotify()
    {
    }

    private ChargeMpServiceQuotaNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        TotalQuota = fields.Int64("total_quota");
        TotalUsedQuota = fields.Int64("total_used_quota");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("charge_mp_service_quota_notify");

    /// <summary>How much was bought.</summary>
    public long TotalQuota { get; init; }

    /// <summary>How much of it is used.</summary>
    public long TotalUsedQuota { get; init; }

    /// <inheritdoc/>
    public static ChargeMpServiceQuotaNotify Read(PushMessage message) => new(message);
}
