namespace WeChatPush;

/// <summary>The receive path, up to the answer.</summary>
public sealed class ReceivingOptions
{
    /// <summary>Bytes of a body that are read at most; more is answered 413. Default 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long a push may have waited before it is taken up; one that waited longer is answered 503 at once. Default 1 s.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a push that must be answered with content may take. Default 4.5 s.</summary>
    public TimeSpan ReplyBudget { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How long storing a push may take before it counts as not stored. Default 1.5 s.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>What happens to a push while the shared store is away. Default <see cref="StoreOutage.Spool"/>.</summary>
    public StoreOutage WhenStoreIsDown { get; set; }
}
