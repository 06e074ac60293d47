using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>A push that may be trusted, in the clear.</summary>
/// <param name="Message">The body.</param>
/// <param name="Format">Its format, which the answer has to have.</param>
internal readonly record struct DecryptedPush(ReadOnlyMemory<byte> Message, PushFormat Format)
{
    /// <summary>How to encrypt a reply; <see langword="null"/>: replies go in the clear.</summary>
    public ReplySeal? Seal { get; init; }

    /// <summary>What the channel adds to the push beside its body.</summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>Whether a signature covers the body. If not, its content is whatever the sender of the request wrote.</summary>
    public bool IsSigned { get; init; }

    /// <summary>When WeChat signed the request, in Unix seconds; <see langword="null"/>: the channel has judged its age.</summary>
    public long? SignedAt { get; init; }

    /// <summary>The timestamp and nonce, where their signature is all there is.</summary>
    public PushKey? Nonce { get; init; }

    /// <summary>The user whom the channel names as the sender, where it names one.</summary>
    public string? Sender { get; init; }

    /// <summary>Takes a body that came in the clear. Only its outermost fields are looked at.</summary>
    public static ReceiveOutcome? TryRead(byte[] body, out DecryptedPush push, out bool hasCiphertext)
    {
        (push, hasCiphertext) = (default, false);
        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        hasCiphertext = !envelope.Encrypt.IsEmpty;
        if (hasCiphertext && !envelope.HasClearFields)
            return ReceiveOutcome.NoKey;
        push = new DecryptedPush(body, envelope.Format);
        return null;
    }
}
