using System.Text;
using System.Text.Json;
using WeChatPush.Bookmarks;
using WeChatPush.Protocol;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Api.Bookmarks;

/// <summary>A payload that is kept under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="SavedAt">When it was kept.</param>
/// <param name="MessageId">The push it is a copy of.</param>
/// <param name="OpenId">The user it is about.</param>
/// <param name="MsgType">MsgType.</param>
/// <param name="Event">Event, of events.</param>
/// <param name="Message">The push in its unified JSON form.</param>
/// <param name="Raw">The decrypted original, to the letter.</param>
internal sealed record BookmarkView(
    string Name,
    DateTimeOffset SavedAt,
    string MessageId,
    string? OpenId,
    string MsgType,
    string? Event,
    JsonElement? Message,
    string Raw)
{
    public static BookmarkView From(Bookmark bookmark, bool isMasked)
    {
        var json = PushReader.Read(Encoding.UTF8.GetBytes(bookmark.Body), out var message) is ReadOutcome.Ok
            ? message.Json
            : (JsonElement?)null;
        return new(
            bookmark.Name,
            bookmark.SavedAt,
            bookmark.MessageId,
            bookmark.OpenId,
            bookmark.MsgType,
            bookmark.Event,
            isMasked && json is { } clear ? PayloadMask.Apply(clear) : json,
            isMasked ? PayloadMask.Text : bookmark.Body);
    }
}

/// <summary>All of an app; there is no next page.</summary>
internal sealed record BookmarkViewPage(IReadOnlyList<BookmarkView> Items, string? Next);
