using System.Text.Json;
using WeChatPush.Conversations;
using WeChatPush.Inbox;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Conversations;

/// <summary>Which way a message went.</summary>
internal enum MessageDirection
{
    /// <summary>From the user.</summary>
    In,

    /// <summary>To the user.</summary>
    Out,
}

/// <summary>What a user wrote, or got.</summary>
/// <param name="At">When it arrived, or its call began.</param>
/// <param name="Direction">Which way it went.</param>
/// <param name="Kind">MsgType or Event of a push; msgtype of what was sent.</param>
/// <param name="Text">Its text.</param>
/// <param name="MediaId">Its picture.</param>
/// <param name="Content">The push in its unified JSON form, or the member of what was sent that is named as its kind.</param>
/// <param name="State">Where a push stands.</param>
/// <param name="Outcome">How what was sent ended.</param>
/// <param name="Errcode">WeChat's errcode.</param>
/// <param name="Errmsg">WeChat's errmsg.</param>
/// <param name="MessageId">The push, or the one whose handler sent the message; null: it was sent by the API.</param>
internal sealed record ConversationEntryView(
    DateTimeOffset At,
    MessageDirection Direction,
    string Kind,
    string? Text,
    string? MediaId,
    JsonElement? Content,
    PushState? State,
    ApiOutcome? Outcome,
    int? Errcode,
    string? Errmsg,
    string? MessageId)
{
    public static ConversationEntryView From(ConversationEntry entry, bool isMasked)
    {
        var parts = entry.Push is { } push ? MessageParts.From(push) : MessageParts.From(entry.Sent);
        if (isMasked)
            parts = parts.Mask();
        return new(
            entry.At,
            entry.Push is null ? MessageDirection.Out : MessageDirection.In,
            entry.Kind,
            parts.Text,
            parts.MediaId,
            parts.Content,
            entry.Push?.State,
            entry.Outcome?.ForApi(),
            entry.ErrCode,
            entry.ErrMsg,
            entry.PushId);
    }
}

/// <summary>A page of them.</summary>
internal sealed record ConversationEntryViewPage(IReadOnlyList<ConversationEntryView> Items, string? Next)
{
    public static ConversationEntryViewPage From(ConversationEntryPage page, bool isMasked) =>
        new([.. page.Items.Select(entry => ConversationEntryView.From(entry, isMasked))], page.Next);
}
