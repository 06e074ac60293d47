namespace WeChatPush;

/// <summary>What happens to a push while the shared store is away.</summary>
public enum StoreOutage
{
    /// <summary>It is kept on this instance's disk, acknowledged, and drained later.</summary>
    Spool,

    /// <summary>It is refused with 503, so that WeChat tries again.</summary>
    Refuse,
}
