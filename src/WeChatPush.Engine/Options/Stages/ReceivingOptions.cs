namespace WeChatPush;

/// <summary>The receive path, up to the answer.</summary>
public sealed class ReceivingOptions
{
    /// <summary>Bytes of a body that are read at most; more is answered 413. Default 256 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// How long a request may take to arrive, headers and body, from its first byte; one that takes longer is answered
    /// 408 and its connection closed. The server's headers have this time on every route; a change of that needs a
    /// restart. Default 5 s, after which WeChat gives up.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections that the server holds at most, over all routes; half of them from one address. Fewer where the system
    /// grants the process fewer open files. Default 4096.
    /// </summary>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>
    /// Bytes of bodies that are held in memory at most, over all pushes that are being received; a push that finds no room
    /// is answered 503, so that WeChat tries again. At least four times <see cref="MaxBodyBytes"/>. Default 64 MiB.
    /// </summary>
    public long MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a push may have waited before it is taken up; one that waited longer is answered 503 at once. Default 1 s.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a push that must be answered with content may take. Default 4.5 s.</summary>
    public TimeSpan ReplyBudget { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How long storing a push may take before it counts as not stored. Default 1.5 s.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How many replicas of Redis must have a push before it is acknowledged, so that a failover loses none; it is waited for
    /// them for a quarter of <see cref="AppendTimeout"/>. While there are fewer, pushes are treated as if Redis were away
    /// (<see cref="WhenStoreIsDown"/>). Needs Redis. Default 0: the primary alone decides.
    /// </summary>
    public int MinReplicas { get; set; }

    /// <summary>What happens to a push while the shared store is away. Default <see cref="StoreOutage.Spool"/>.</summary>
    public StoreOutage WhenStoreIsDown { get; set; }

    /// <summary>
    /// Bytes of the bodies that the spool holds at most; then pushes are answered 503, so that WeChat tries again. A million
    /// pushes is its other limit. Default 1 GiB.
    /// </summary>
    public long MaxSpoolBytes { get; set; } = 1024L * 1024 * 1024;
}
