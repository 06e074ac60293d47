using System.Buffers;
using System.Security.Cryptography;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// Trust. Which check runs is decided by the app's configuration, never by what the request claims: an app with a key
/// accepts nothing but what verifies and decrypts under it.
/// </summary>
internal static class PushVerification
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// The check of a GET and of a clear POST: <c>signature</c> over token, timestamp and nonce. The token that verifies,
    /// or <see langword="null"/>.
    /// </summary>
    public static byte[]? FindToken(App app, in PushQuery query)
    {
        foreach (var token in app.Channel.Tokens)
        {
            if (PushSignature.Verify(token, query.Timestamp, query.Nonce, query.Signature))
                return Used(app, token);
        }

        return null;
    }

    /// <summary>The check of an encrypted POST: <c>msg_signature</c> over the ciphertext as well.</summary>
    public static byte[]? FindToken(App app, in PushQuery query, ReadOnlySpan<byte> encrypt)
    {
        foreach (var token in app.Channel.Tokens)
        {
            if (PushSignature.VerifyEncrypted(token, query.Timestamp, query.Nonce, encrypt, query.MessageSignature))
                return Used(app, token);
        }

        return null;
    }

    /// <summary>Whether a text could be a signature at all: 40 hex digits.</summary>
    public static bool IsSignature(ReadOnlySpan<char> text) =>
        text.Length == 2 * SHA1.HashSizeInBytes && !text.ContainsAnyExcept(HexDigits);

    /// <summary>Decrypts with the current key, or the one before a rotation. The cipher that could, or <see langword="null"/>.</summary>
    public static PushCipher? Decrypt(App app, ReadOnlySpan<byte> encrypt, out byte[] message)
    {
        foreach (var cipher in app.Channel.Ciphers)
        {
            if (cipher.Decrypt(encrypt, out message) != DecryptOutcome.Ok)
                continue;
            if (cipher != app.Channel.Ciphers[0])
                app.Channel.NotePreviousKey();
            return cipher;
        }

        message = [];
        return null;
    }

    private static byte[] Used(App app, byte[] token)
    {
        if (token != app.Channel.Tokens[0])
            app.Channel.NotePreviousToken();
        return token;
    }
}
