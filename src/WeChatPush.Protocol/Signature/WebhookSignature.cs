using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// The signature of Standard Webhooks: HMAC-SHA256 over <c>id.timestamp.body</c> under a secret of both sides. What
/// goes to the owner's backend carries it, and what comes from the relay in a cloud function.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the id of the event, the same for every attempt to deliver it.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the Unix time of the attempt, in seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>
    /// The header with the signatures, separated by spaces: during a rotation there is more than one.
    /// </summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>Reads a secret: <c>whsec_</c> and base64.</summary>
    /// <param name="secret">The secret as configured.</param>
    /// <param name="key">The bytes to sign with.</param>
    /// <returns>False: it is no secret.</returns>
    public static bool TryReadSecret(string? secret, out byte[] key)
    {
        key = [];
        if (secret is null || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return false;
        var encoded = secret.AsSpan(SecretPrefix.Length);
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var written) || written == 0)
            return false;
        key = bytes[..written];
        return true;
    }

    /// <summary>Signs.</summary>
    /// <param name="key">The secret's bytes.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body to the byte.</param>
    /// <returns>One signature, as <c>v1,</c> and base64.</returns>
    public static string Compute(ReadOnlySpan<byte> key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(key, id, timestamp, body, hash);
        return Version + Convert.ToBase64String(hash);
    }

    /// <summary>Whether one of the signatures is right. Compares in fixed time.</summary>
    /// <param name="key">The secret's bytes.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body to the byte.</param>
    /// <param name="signatures">The value of <see cref="SignatureHeader"/>.</param>
    public static bool Verify(
        ReadOnlySpan<byte> key, string id, string timestamp, ReadOnlySpan<byte> body, ReadOnlySpan<char> signatures)
    {
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(key, id, timestamp, body, right);
        foreach (var range in signatures.Split(' '))
        {
            var signature = signatures[range];
            if (signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(signature[Version.Length..], given, out var length)
                && CryptographicOperations.FixedTimeEquals(given[..length], right))
                return true;
        }

        return false;
    }

    private static void Hash(
        ReadOnlySpan<byte> key, string id, string timestamp, ReadOnlySpan<byte> body, Span<byte> destination)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        hmac.GetHashAndReset(destination);
    }
}
