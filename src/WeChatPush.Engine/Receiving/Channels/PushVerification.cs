using System.Globalization;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// Trust. Which check runs is decided by the app's configuration, never by what the request claims: an app with a key
/// accepts nothing but what verifies and decrypts under it.
/// </summary>
internal static class PushVerification
{
    /// <summary>
    /// The check of a GET and of a clear POST: <c>signature</c> over token, timestamp and nonce. The token that verifies,
    /// or <see langword="null"/>.
    /// </summary>
    public static byte[]? FindToken(App app, in PushQuery query)
    {
        foreach (var token in app.Channel.Tokens)
        {
            if (PushSignature.Verify(token, query.Timestamp, query.Nonce, query.Signature))
                return token;
        }

        return null;
    }

    /// <summary>The check of an encrypted POST: <c>msg_signature</c> over the ciphertext as well.</summary>
    public static byte[]? FindToken(App app, in PushQuery query, ReadOnlySpan<byte> encrypt)
    {
        foreach (var token in app.Channel.Tokens)
        {
            if (PushSignature.VerifyEncrypted(token, query.Timestamp, query.Nonce, encrypt, query.MessageSignature))
                return token;
        }

        return null;
    }

    /// <summary>Whether the signed timestamp is near enough to the clock, where the app asks for it.</summary>
    public static bool IsTimely(App app, in PushQuery query, DateTimeOffset now)
    {
        if (app.Channel.TimestampTolerance is not { } tolerance)
            return true;
        return long.TryParse(query.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) <= tolerance.TotalSeconds;
    }

    /// <summary>Decrypts with the current key, or the one before a rotation. The cipher that could, or <see langword="null"/>.</summary>
    public static PushCipher? Decrypt(App app, ReadOnlySpan<byte> encrypt, out byte[] message)
    {
        foreach (var cipher in app.Channel.Ciphers)
        {
            if (cipher.Decrypt(encrypt, out message) == DecryptOutcome.Ok)
                return cipher;
        }

        message = [];
        return null;
    }
}
