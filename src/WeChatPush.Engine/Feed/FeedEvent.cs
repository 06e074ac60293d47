using System.Text.Json.Serialization;

namespace WeChatPush.Feed;

/// <summary>Something that happened. It names a push, a campaign or an API, and holds nothing of its content.</summary>
public sealed record FeedEvent
{
    /// <summary>What happened.</summary>
    public required FeedKind Kind { get; init; }

    /// <summary>The app; <see langword="null"/>: it is about the server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? App { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the push or the campaign; of health the name of the check.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>What became of it, in the word that the API has for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>The MsgType of a push.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MsgType { get; init; }

    /// <summary>The Event of a push.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>The first letters of the user's openid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OpenId { get; init; }

    /// <summary>WeChat's API, of a send.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Api { get; init; }

    /// <summary>WeChat's errcode, of a send.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Errcode { get; init; }

    /// <summary>How many events are missing here; <see langword="null"/> also where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }
}

/// <summary>What can happen.</summary>
public enum FeedKind
{
    /// <summary>A push was taken up for the first time; it was answered before, or is now.</summary>
    Push,

    /// <summary>An attempt to handle a push has ended.</summary>
    Outcome,

    /// <summary>A message was sent to WeChat, or held back.</summary>
    Send,

    /// <summary>A campaign moved on.</summary>
    Campaign,

    /// <summary>WeChat, or a stranger, verified a push URL.</summary>
    Handshake,

    /// <summary>A health check found something else than before.</summary>
    Health,

    /// <summary>Events are missing here: there were too many, or they are forgotten.</summary>
    Skipped,

    /// <summary>Nothing happened for a while.</summary>
    Heartbeat,
}
