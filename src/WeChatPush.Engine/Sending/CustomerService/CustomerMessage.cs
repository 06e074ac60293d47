using System.Buffers;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// A customer-service message of one of the kinds a mini program may send, as the JSON that WeChat takes.
/// </summary>
public sealed class CustomerMessage
{
    internal CustomerMessage(string toUser, string msgType, ReadOnlyMemory<byte> body)
    {
        ToUser = toUser;
        MsgType = msgType;
        Body = body;
    }

    /// <summary>The user's openid.</summary>
    public string ToUser { get; }

    /// <summary><c>text</c>, <c>image</c>, <c>link</c> or <c>miniprogrampage</c>.</summary>
    public string MsgType { get; }

    /// <summary>The JSON, in real UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>
    /// In whose name it is sent, by the AppID, where several mini programs share one environment of WeChat's cloud
    /// hosting. <see langword="null"/>, and ignored elsewhere: the app's own.
    /// </summary>
    public string? FromAppId { get; private init; }

    /// <summary>What is noted right before it is written; <see langword="null"/>: nothing.</summary>
    internal ISendNote? Note { get; private init; }

    /// <summary>The push that it answers; <see langword="null"/>: it was not sent by a handler.</summary>
    internal string? PushId { get; private init; }

    /// <summary>A text; it may hold links in HTML.</summary>
    public static CustomerMessage Text(string toUser, string content) =>
        Build(toUser, "text", ("content", content));

    /// <summary>An image that was uploaded as temporary media.</summary>
    public static CustomerMessage Image(string toUser, string mediaId) =>
        Build(toUser, "image", ("media_id", mediaId));

    /// <summary>A card with a picture that leads to a web address.</summary>
    public static CustomerMessage Link(string toUser, string title, string description, string url, string thumbUrl) =>
        Build(toUser, "link", ("title", title), ("description", description), ("url", url), ("thumb_url", thumbUrl));

    /// <summary>A card that leads to a page of the mini program.</summary>
    public static CustomerMessage MiniProgramPage(string toUser, string title, string pagePath, string thumbMediaId) =>
        Build(toUser, "miniprogrampage", ("title", title), ("pagepath", pagePath), ("thumb_media_id", thumbMediaId));

    /// <summary>Reads a body of WeChat's <c>custom/send</c>.</summary>
    /// <exception cref="InvalidCustomerMessageException">It is not one; the exception has the reasons, by field.</exception>
    public static CustomerMessage Read(ReadOnlyMemory<byte> body) => CustomerMessageReader.Read(body, isStrict: false);

    /// <summary>The same message, sent in the name of a mini program.</summary>
    public CustomerMessage InTheNameOf(string? appId) =>
        new(ToUser, MsgType, Body) { FromAppId = appId, Note = Note, PushId = PushId };

    /// <summary>The same message, noted right before it is written.</summary>
    /// <param name="note">What is noted.</param>
    /// <param name="pushId">The push that it answers.</param>
    internal CustomerMessage NotedBy(ISendNote note, string? pushId = null) =>
        new(ToUser, MsgType, Body) { FromAppId = FromAppId, Note = note, PushId = pushId };

    private static CustomerMessage Build(
        string toUser, string msgType, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("touser"u8, toUser);
        writer.WriteString("msgtype"u8, msgType);
        writer.WriteStartObject(msgType);
        foreach (var (name, value) in fields)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return new(toUser, msgType, buffer.WrittenMemory);
    }
}
