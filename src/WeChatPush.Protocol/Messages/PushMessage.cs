using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// A push with all its fields, those of unknown events included. XML and JSON look the same from here:
/// <see cref="Json"/> is what WeChat sends, or would have sent, in its JSON format.
/// </summary>
public sealed class PushMessage
{
    private readonly PushHeader _header;

    // Most pushes are handled by their header alone.
    private Unified? _unified;

    internal PushMessage(in PushHeader header, ReadOnlyMemory<byte> raw) => (_header, Raw) = (header, raw);

    internal PushMessage(in PushHeader header, ReadOnlyMemory<byte> raw, JsonElement json)
        : this(header, raw) => _unified = new(json);

    /// <summary>The fields every push has.</summary>
    public PushHeader Header => _header;

    /// <summary>The format the push came in, which is the one its reply has to have.</summary>
    public PushFormat Format => _header.Format;

    /// <summary>The clear or decrypted body to the byte: the very memory that was read, not a copy.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <inheritdoc cref="PushHeader.MsgType"/>
    public string MsgType => _header.MsgType;

    /// <inheritdoc cref="PushHeader.Event"/>
    public string? Event => _header.Event;

    /// <inheritdoc cref="PushHeader.FromUserName"/>
    public string? FromUserName => _header.FromUserName;

    /// <inheritdoc cref="PushHeader.ToUserName"/>
    public string? ToUserName => _header.ToUserName;

    /// <inheritdoc cref="PushHeader.CreateTime"/>
    public long CreateTime => _header.CreateTime;

    /// <inheritdoc cref="PushHeader.MsgId"/>
    public string? MsgId => _header.MsgId;

    /// <summary>MsgType and Event together.</summary>
    public PushKind Kind => new(MsgType, Event);

    /// <summary>
    /// The unified form, always an object. <c>MsgId</c> is a string; numbers are numbers where WeChat's JSON has
    /// them; a field that may come once or several times is an object or an array of objects, as WeChat does it.
    /// </summary>
    public JsonElement Json => (_unified ??= new(PushReader.Unify(Raw.Span, _header))).Json;

    /// <summary>
    /// The text of a field, or null if it is missing or no scalar. A dotted path leads into objects and, by
    /// number, into arrays; item 0 of a value that is no array is the value itself, so <c>List.0.TemplateId</c>
    /// reads both forms of such a list. A name is looked for to the letter first and then ignoring case.
    /// </summary>
    /// <param name="name">As <c>Content</c> or <c>WeChatPayInfo.TransactionId</c>.</param>
    public string? this[string name] => Json.Find(name) is { } value ? value.ToText() : null;

    /// <summary>Whether the push is of this kind, ignoring case.</summary>
    public bool Is(PushKind kind) => Kind == kind;

    // One reference, so that two threads that ask at once both see a whole one.
    private sealed record Unified(JsonElement Json);
}
