using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>A push that was verified and read, on its way into the store.</summary>
internal sealed record IncomingPush
{
    /// <summary>The push's id everywhere: admin API, <c>webhook-id</c>, logs. Time-ordered.</summary>
    public required string Id { get; init; }

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The push's identity within the app.</summary>
    public required PushKey Key { get; init; }

    /// <summary>How long the identity is remembered.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The user whose pushes are handled one after the other; <see langword="null"/>: none.</summary>
    public required string? OpenId { get; init; }

    /// <summary>MsgType, or empty for a notice without one.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, or <see langword="null"/>.</summary>
    public required string? Event { get; init; }

    /// <summary>CreateTime as WeChat sent it: Unix seconds.</summary>
    public required long CreateTime { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The decrypted original, to the letter.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// What the channel adds to the push beside its body, such as WeChat's <c>x-wx-unionid</c>; most add nothing.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>
    /// The timestamp and nonce it came with, where nothing else ties them to it; <see langword="null"/>: its signature does.
    /// </summary>
    public PushNonce? Nonce { get; init; }

    /// <summary>
    /// WeChat's request waits for content. Such a push is claimed before all others and belongs to no mailbox: a request
    /// cannot wait for the user's turn.
    /// </summary>
    public bool AwaitsReply { get; init; }
}
