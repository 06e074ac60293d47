using System.Text.Json.Serialization;

namespace WeChatPush;

/// <summary>One mini program, as its console page 开发管理 › 消息推送配置 knows it.</summary>
public class AppOptions
{
    /// <summary>How old a relayed push may be: what Standard Webhooks asks for, whatever the configuration says.</summary>
    internal static readonly TimeSpan RelayTolerance = TimeSpan.FromMinutes(5);

    /// <summary>The AppID, <c>wx…</c>.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The AppSecret, needed to call WeChat's API. Never logged.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The Token (令牌) of the push configuration. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>The token before a rotation; accepted beside <see cref="Token"/> for as long as it is set.</summary>
    public string? PreviousToken { get; set; }

    /// <summary>The EncodingAESKey (消息加密密钥): 43 characters. Never logged.</summary>
    public string? EncodingAesKey { get; set; }

    /// <summary>The key before a rotation; accepted beside <see cref="EncodingAesKey"/> for as long as it is set.</summary>
    public string? PreviousEncodingAesKey { get; set; }

    /// <summary>What WeChat may send. <see langword="null"/>: <c>Secure</c> when a key is set, else <c>Plaintext</c>.</summary>
    public PushMode? Mode { get; set; }

    /// <summary>Through which entrance pushes of this app arrive. Default <see cref="PushHosting.DeveloperServer"/>.</summary>
    public PushHosting Hosting { get; set; }

    /// <summary>The secret shared with the relay function, <c>whsec_…</c>; only with <see cref="PushHosting.CloudFunction"/>.</summary>
    public string? RelaySecret { get; set; }

    /// <summary>The relay's secret before a rotation; accepted beside <see cref="RelaySecret"/> for as long as it is set.</summary>
    public string? PreviousRelaySecret { get; set; }

    /// <summary>
    /// How far a timestamp may be from the clock, of a URL verification too. <see langword="null"/>: a push may be as old as
    /// the window of its kind in <see cref="DeduplicationOptions"/> and ten minutes ahead; a URL verification is never too old.
    /// </summary>
    public TimeSpan? TimestampTolerance { get; set; }

    /// <summary>
    /// With <see cref="PushHosting.CloudHosting"/>: the values of <c>x-wx-source</c> that are trusted, ignoring case.
    /// <see langword="null"/>: every value but those of a client, <c>wx_client</c> and <c>wx_devtools</c>.
    /// </summary>
    public IList<string>? CloudSources { get; set; }

    /// <summary>
    /// Whether payment events (<c>xpay_*</c>) are taken where no signature covers them: in plaintext mode and in cloud
    /// hosting. Default no: such a push is answered 403.
    /// </summary>
    public bool AllowUnsignedPayments { get; set; }

    /// <summary>The original id, <c>gh_…</c>. When set, a push's ToUserName must be it, or the AppId.</summary>
    public string? OriginalId { get; set; }

    /// <summary>
    /// Where WeChat's API answers. Default <c>https://api.weixin.qq.com</c>; in cloud hosting the same by plain http, because
    /// the container's side-car answers there, which adds the credential.
    /// </summary>
    public string ApiBaseUrl
    {
        get => field ?? (Hosting == PushHosting.CloudHosting ? "http://api.weixin.qq.com" : "https://api.weixin.qq.com");
        set;
    }

    /// <inheritdoc cref="CreditsOptions"/>
    public CreditsOptions Credits { get; set; } = new();

    /// <summary>Handlers without code; the first that matches wins.</summary>
    public IList<RuleOptions> Rules { get; set; } = [];

    /// <summary>The mode in force: <see cref="Mode"/>, or what the presence of a key implies.</summary>
    [JsonIgnore]
    public PushMode EffectiveMode =>
        Mode ?? (string.IsNullOrEmpty(EncodingAesKey) ? PushMode.Plaintext : PushMode.Secure);
}

/// <summary>The data encryption mode (消息加密方式) chosen in the mini program's console.</summary>
public enum PushMode
{
    /// <summary>明文模式: clear bodies, trusted by <c>signature</c>.</summary>
    Plaintext,

    /// <summary>兼容模式: clear fields beside the encrypted ones; only the encrypted part is trusted.</summary>
    Compatible,

    /// <summary>安全模式: encrypted bodies, trusted by <c>msg_signature</c>.</summary>
    Secure,
}

/// <summary>Through which entrance WeChat delivers an app's pushes.</summary>
public enum PushHosting
{
    /// <summary>An own server, signed by WeChat.</summary>
    DeveloperServer,

    /// <summary>WeChat's cloud hosting (微信云托管), trusted by its gateway's header.</summary>
    CloudHosting,

    /// <summary>A cloud function that relays the event, signed with <see cref="AppOptions.RelaySecret"/>.</summary>
    CloudFunction,
}

/// <summary>How push credits are counted.</summary>
public sealed class CreditsOptions
{
    /// <summary>The one source whose accepts count, so that none is counted twice.</summary>
    public CreditSource CountFrom { get; set; }

    /// <summary>
    /// The long-term templates (长期订阅) of the app: an accept of one of these holds for any number of messages, until the
    /// user rejects it. Every other template is one-time.
    /// </summary>
    public IList<string> LongTermTemplates { get; set; } = [];

    /// <summary>
    /// Templates that are the app's own although WeChat's list (<c>gettemplate</c>) is not there to say so: for an app without
    /// <see cref="AppOptions.AppSecret"/>, or one whose API cannot be reached. What a user's device reports, and what is
    /// pushed unsigned, counts only for these, for <see cref="LongTermTemplates"/> and for those of WeChat's list. Each is a
    /// template id: 1 to 128 letters, digits, '-' and '_'.
    /// </summary>
    public IList<string> Templates { get; set; } = [];
}

/// <summary>Who reports that a user accepted a subscription.</summary>
public enum CreditSource
{
    /// <summary>WeChat's <c>subscribe_msg_popup_event</c>.</summary>
    Push,

    /// <summary>The mini program, with the result of <c>wx.requestSubscribeMessage</c>.</summary>
    Client,
}
