namespace WeChatPush.Protocol;

/// <summary>
/// What routing and identity need of a push: the fields that every push has at its top level. Their names are
/// matched to the letter, since a <c>MsgID</c> of an event is not the <c>MsgId</c> of a message.
/// </summary>
public readonly record struct PushHeader
{
    /// <summary>The format the body was read as.</summary>
    public PushFormat Format { get; init; }

    /// <summary><c>text</c>, <c>image</c>, <c>event</c>…, or empty for the notices that have none.</summary>
    public string MsgType { get => field ?? ""; init; }

    /// <summary>
    /// The event's name, in WeChat's casing. Null for a push of another MsgType, whatever it holds: a user may have typed
    /// it.
    /// </summary>
    public string? Event { get => IsEvent ? field : null; init; }

    /// <summary>Whether the MsgType is <c>event</c>.</summary>
    internal bool IsEvent => MsgType.Equals("event", StringComparison.OrdinalIgnoreCase);

    /// <summary>The sending user's openid; for many platform events a fixed account of WeChat's.</summary>
    public string? FromUserName { get; init; }

    /// <summary>The mini program's original id (<c>gh_…</c>), or its AppId when a cloud function relayed.</summary>
    public string? ToUserName { get; init; }

    /// <summary>When WeChat made the push, in Unix seconds; 0 if it has none.</summary>
    public long CreateTime { get; init; }

    /// <summary>A message's id as text, because it may exceed what a JSON number holds exactly.</summary>
    public string? MsgId { get; init; }

    /// <summary><c>CheckContainerPath</c> in the probe of cloud hosting, else null.</summary>
    public string? Action { get; init; }
}
