using System.Text.Json;
using WeChatPush.Conversations;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Api.Conversations;

/// <summary>Until when a user may be answered; null where nothing is known.</summary>
internal sealed record WindowView(DateTimeOffset? OpenUntil, int? Left)
{
    public static WindowView From(AnswerWindow? window) => new(window?.OpenUntil, window?.Left);
}

/// <summary>A user who wrote.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="LastAt">When the last message arrived.</param>
/// <param name="LastKind">Its MsgType; null: it is gone.</param>
/// <param name="LastText">Its text, masked for a viewer.</param>
/// <param name="WaitingSince">Since when the user waits for an answer; null: not at all.</param>
/// <param name="OpenUntil">Until when messages are taken.</param>
/// <param name="Left">How many more.</param>
internal sealed record ConversationView(
    string OpenId,
    DateTimeOffset LastAt,
    string? LastKind,
    string? LastText,
    DateTimeOffset? WaitingSince,
    DateTimeOffset OpenUntil,
    int Left)
{
    public static ConversationView From(Conversation conversation, bool isMasked)
    {
        var text = conversation.Last is { } last ? MessageParts.From(last).Text : null;
        return new(
            conversation.OpenId,
            conversation.LastAt,
            conversation.Last?.MsgType,
            isMasked && text is not null ? PayloadMask.Text : text,
            conversation.WaitingSince,
            conversation.Window.OpenUntil,
            conversation.Window.Left);
    }
}

/// <summary>A page of them.</summary>
internal sealed record ConversationViewPage(IReadOnlyList<ConversationView> Items, string? Next)
{
    public static ConversationViewPage From(ConversationPage page, bool isMasked) =>
        new([.. page.Items.Select(one => ConversationView.From(one, isMasked))], page.Next);
}

/// <summary>What a bubble shows of a message, either way.</summary>
/// <param name="Text">The text.</param>
/// <param name="MediaId">The picture.</param>
/// <param name="Content">All of it.</param>
internal sealed record MessageParts(string? Text, string? MediaId, JsonElement? Content)
{
    /// <summary>Of a push.</summary>
    public static MessageParts From(PushDetail push)
    {
        if (PushReader.Read(push.Body, out var message) is not ReadOutcome.Ok)
            return new(null, null, null);
        var json = message.Json;
        return new(Find(json, "Content"), Find(json, "MediaId") ?? Find(json, "ThumbMediaId"), json);
    }

    /// <summary>Of a message that was sent.</summary>
    public static MessageParts From(JsonElement? sent) => sent is { ValueKind: JsonValueKind.Object } content
        ? new(Find(content, "content"), Find(content, "media_id") ?? Find(content, "thumb_media_id"), content)
        : new(null, null, null);

    /// <summary>As a viewer may see it.</summary>
    public MessageParts Mask() => new(
        Text is null ? null : PayloadMask.Text,
        MediaId is null ? null : PayloadMask.Text,
        Content is { } clear ? PayloadMask.Apply(clear) : null);

    private static string? Find(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String
            ? member.GetString()
            : null;
}
