using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// One of the ways in which pushes come in, which differ in what a request must show to be trusted. Which of them is an
/// app's is decided by its configuration, never by what a request claims.
/// </summary>
internal interface IChannelAuthenticator
{
    /// <summary>The methods that have a meaning here.</summary>
    string Methods { get; }

    /// <summary>Answers a GET.</summary>
    PushAnswer Verify(App app, HttpRequest request);

    /// <summary>Verifies and decrypts a POST: nothing but computing.</summary>
    /// <returns>The answer, where that is all there is to do; <see langword="null"/>: continue with the push.</returns>
    PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push);
}

/// <summary>A push that may be trusted, in the clear.</summary>
/// <param name="Message">The body.</param>
/// <param name="Format">Its format, which the answer has to have.</param>
/// <param name="Seal">How to encrypt a reply; <see langword="null"/>: replies go in the clear.</param>
/// <param name="Source">What the channel adds to the push beside its body.</param>
internal readonly record struct DecryptedPush(
    ReadOnlyMemory<byte> Message,
    PushFormat Format,
    ReplySeal? Seal = null,
    IReadOnlyDictionary<string, string>? Source = null)
{
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
