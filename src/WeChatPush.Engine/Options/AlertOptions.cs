namespace WeChatPush;

/// <summary>Where alerts are sent: to a group's robot, or as a webhook.</summary>
public sealed class AlertOptions
{
    /// <summary>
    /// What it is called: 1 to 64 letters, digits and <c>.</c>, <c>_</c>, <c>-</c>, blank. Without one, it is called by its kind
    /// and its place in the list.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>What is there. Must be said.</summary>
    public AlertDestinationKind? Kind { get; set; }

    /// <summary>The address, as the robot's settings show it. It holds the robot's key: never logged.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// What is signed with: of a webhook <c>whsec_</c> + base64, of 钉钉 and 飞书 the text that 加签 and 签名校验 show.
    /// <see langword="null"/>: not signed. Never logged.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Of what; <see langword="null"/>: of everything.</summary>
    public IList<AlertKind>? On { get; set; }
}

/// <summary>What alerts are sent to.</summary>
public enum AlertDestinationKind
{
    /// <summary>A Standard Webhooks endpoint.</summary>
    Webhook,

    /// <summary>A group robot of 企业微信.</summary>
    WeCom,

    /// <summary>A custom robot of 钉钉.</summary>
    DingTalk,

    /// <summary>A custom robot of 飞书.</summary>
    Feishu,
}

/// <summary>What an alert is of.</summary>
public enum AlertKind
{
    /// <summary>An app has more dead letters than before.</summary>
    Dead,

    /// <summary>Sends of an app are held back: WeChat's quota is used up, or the operator has to correct something.</summary>
    Stopped,

    /// <summary>The store takes no pushes: they are kept on an instance's own disk, or refused.</summary>
    Spooling,

    /// <summary>A payment event came that no handler owns.</summary>
    HandlerMissing,

    /// <summary>A push has been due for longer than <see cref="DispatchingOptions.MaxLag"/>.</summary>
    Lag,
}
