using System.Net;

namespace WeChatPush;

/// <summary>Everything that can be configured, bound from the section <c>WeChatPush</c>.</summary>
public sealed class WeChatPushOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string SectionName = "WeChatPush";

    /// <summary>Where the embedded store, the spool and the generated admin key lie. Default <c>data</c>.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// Keys of the admin API. With none, the server generates one at first start.
    /// </summary>
    public IList<AdminKeyOptions> AdminKeys { get; set; } = [];

    /// <summary>
    /// The proxies in front of the server, as networks (<c>10.0.0.0/8</c>) or addresses: what they say in
    /// <c>X-Forwarded-For</c> is the client's address. Default none: the address of the connection is. A network of every
    /// address is an error.
    /// </summary>
    public IList<IPNetwork> TrustedProxies { get; set; } = [];

    /// <inheritdoc cref="SecretsOptions"/>
    public SecretsOptions Secrets { get; set; } = new();

    /// <summary>The mini programs, by the name that stands in their push URL (<c>[a-z0-9-]{1,32}</c>).</summary>
    public IDictionary<string, AppOptions> Apps { get; set; } = new Dictionary<string, AppOptions>(StringComparer.Ordinal);

    /// <inheritdoc cref="ReceivingOptions"/>
    public ReceivingOptions Receiving { get; set; } = new();

    /// <inheritdoc cref="DeduplicationOptions"/>
    public DeduplicationOptions Deduplication { get; set; } = new();

    /// <inheritdoc cref="DispatchingOptions"/>
    public DispatchingOptions Dispatching { get; set; } = new();

    /// <inheritdoc cref="SendingOptions"/>
    public SendingOptions Sending { get; set; } = new();

    /// <inheritdoc cref="ForwardingOptions"/>
    public ForwardingOptions Forwarding { get; set; } = new();

    /// <inheritdoc cref="CampaignsOptions"/>
    public CampaignsOptions Campaigns { get; set; } = new();

    /// <summary>Where alerts are sent; none: nowhere. More can be stored through the admin API.</summary>
    public IList<AlertOptions> Alerts { get; set; } = [];

    /// <inheritdoc cref="RetentionOptions"/>
    public RetentionOptions Retention { get; set; } = new();
}
