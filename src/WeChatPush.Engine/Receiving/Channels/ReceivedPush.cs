using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>A push that was verified, decrypted and read, with what its answer needs.</summary>
internal sealed record ReceivedPush
{
    public required IncomingPush Push { get; init; }

    /// <summary>The format of the request, which its answer has to have.</summary>
    public required PushFormat Format { get; init; }

    /// <summary>How long the request may wait for content; <see langword="null"/>: not at all.</summary>
    public required TimeSpan? Budget { get; init; }

    /// <summary>How to encrypt a reply; <see langword="null"/>: replies go in the clear.</summary>
    public required ReplySeal? Seal { get; init; }
}

/// <summary>What a reply in secure mode is encrypted and signed with: the secrets the push itself came with, and its nonce.</summary>
internal sealed record ReplySeal(PushCipher Cipher, byte[] Token, string Nonce)
{
    public byte[] Apply(PushFormat format, ReadOnlySpan<byte> content, long unixTime) =>
        PushReply.EncryptedReply(Cipher, Encoding.UTF8.GetString(Token), format, content, unixTime, Nonce);
}
