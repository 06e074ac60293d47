namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>How much is left on the merchant's account (page 查询商户余额事件)?</summary>
public sealed record GetQuota : ProviderBizPush, ITypedPush<GetQuota>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public GetQuota()
    {
    }

    private GetQuota(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("get_quota");

    /// <inheritdoc/>
    public static GetQuota Read(PushMessage message) => new(message);
}
