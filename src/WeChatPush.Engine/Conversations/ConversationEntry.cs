using System.Text.Json;
using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.Conversations;

/// <summary>What a user wrote, or got.</summary>
public sealed record ConversationEntry
{
    /// <summary>When it arrived, or its call began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>MsgType, or the Event of an event.</summary>
    public required string Kind { get; init; }

    /// <summary>The push; <see langword="null"/> of what was sent.</summary>
    public PushDetail? Push { get; init; }

    /// <summary>What was sent: the member named as its kind. <see langword="null"/>: too long to be kept, or a push.</summary>
    public JsonElement? Sent { get; init; }

    /// <summary>How a message that was sent ended; <see langword="null"/> of a push.</summary>
    public SendOutcome? Outcome { get; init; }

    /// <summary>WeChat's errcode of what was sent.</summary>
    public int? ErrCode { get; init; }

    /// <summary>Its errmsg.</summary>
    public string? ErrMsg { get; init; }

    /// <summary>The push's id; of what was sent, that of the push whose handler sent it, if any.</summary>
    public string? PushId { get; init; }
}

/// <summary>A page of a conversation. <paramref name="Next"/> is <see langword="null"/> on the last.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The cursor of the page behind.</param>
public sealed record ConversationEntryPage(IReadOnlyList<ConversationEntry> Items, string? Next);
