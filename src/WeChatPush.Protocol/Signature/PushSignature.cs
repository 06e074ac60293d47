using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// The signatures that prove a request is WeChat's: SHA-1, as lower-case hex, over the token and the request's own
/// values, sorted and joined without a separator (开发者服务器接收消息推送: 验证消息来自微信服务器, 加密解密).
/// </summary>
/// <remarks>
/// "Sorted" means ordinal, by UTF-8 bytes. A culture's order puts <c>/</c> before <c>+</c> and <c>weixin</c> before
/// <c>Zq9</c>, and refuses genuine requests now and then. Checking allocates nothing.
/// </remarks>
public static class PushSignature
{
    private const int StackLimit = 2048;

    /// <summary>
    /// Checks <c>signature</c> over token, timestamp and nonce: the URL verification (GET, in every mode) and plaintext
    /// pushes. It does not cover the body.
    /// </summary>
    /// <param name="token">The configured token, as UTF-8. An empty token verifies nothing.</param>
    /// <param name="timestamp">The query parameter <c>timestamp</c> (Unix seconds), as received.</param>
    /// <param name="nonce">The query parameter <c>nonce</c>, as received.</param>
    /// <param name="signature">The query parameter <c>signature</c>: 40 hex digits.</param>
    /// <returns>Whether the signature is right; false for anything that is not one.</returns>
    public static bool Verify(
        ReadOnlySpan<byte> token,
        ReadOnlySpan<char> timestamp,
        ReadOnlySpan<char> nonce,
        ReadOnlySpan<char> signature) =>
        Matches(token, timestamp, nonce, [], signature);

    /// <summary>
    /// Checks <c>msg_signature</c> over token, timestamp, nonce and <c>Encrypt</c>: pushes in secure and compatible
    /// mode.
    /// </summary>
    /// <param name="token">The configured token, as UTF-8. An empty token verifies nothing.</param>
    /// <param name="timestamp">The query parameter <c>timestamp</c> (Unix seconds), as received.</param>
    /// <param name="nonce">The query parameter <c>nonce</c>, as received.</param>
    /// <param name="encrypt">
    /// The text of the field <c>Encrypt</c>, to the letter. Empty is refused: it would reduce the check to
    /// <see cref="Verify"/>, which does not cover the body.
    /// </param>
    /// <param name="msgSignature">The query parameter <c>msg_signature</c>: 40 hex digits.</param>
    /// <returns>Whether the signature is right; false for anything that is not one.</returns>
    public static bool VerifyEncrypted(
        ReadOnlySpan<byte> token,
        ReadOnlySpan<char> timestamp,
        ReadOnlySpan<char> nonce,
        ReadOnlySpan<byte> encrypt,
        ReadOnlySpan<char> msgSignature) =>
        !encrypt.IsEmpty && Matches(token, timestamp, nonce, encrypt, msgSignature);

    /// <summary>Signs what <see cref="Verify"/> checks.</summary>
    /// <param name="token">The token.</param>
    /// <param name="timestamp">Unix seconds, as text.</param>
    /// <param name="nonce">Any text that varies.</param>
    /// <returns>40 lower-case hex digits.</returns>
    public static string Compute(string token, string timestamp, string nonce) =>
        Compute(token, timestamp, nonce, "");

    /// <summary>
    /// Signs what <see cref="VerifyEncrypted"/> checks; encrypted replies carry it as <c>MsgSignature</c>.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="timestamp">Unix seconds, as text.</param>
    /// <param name="nonce">Any text that varies.</param>
    /// <param name="encrypt">The ciphertext, base64.</param>
    /// <returns>40 lower-case hex digits.</returns>
    /// <exception cref="ArgumentException"><paramref name="encrypt"/> is empty.</exception>
    public static string ComputeEncrypted(string token, string timestamp, string nonce, string encrypt)
    {
        ArgumentException.ThrowIfNullOrEmpty(encrypt);
        return Compute(token, timestamp, nonce, encrypt);
    }

    private static string Compute(string token, string timestamp, string nonce, string encrypt)
    {
        ArgumentNullException.ThrowIfNull(token);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(Encoding.UTF8.GetBytes(token), timestamp, nonce, Encoding.UTF8.GetBytes(encrypt), hash);
        return Convert.ToHexStringLower(hash);
    }

    private static bool Matches(
        ReadOnlySpan<byte> token,
        ReadOnlySpan<char> timestamp,
        ReadOnlySpan<char> nonce,
        ReadOnlySpan<byte> encrypt,
        ReadOnlySpan<char> signature)
    {
        Span<byte> claimed = stackalloc byte[SHA1.HashSizeInBytes];
        if (token.IsEmpty
            || signature.Length != 2 * SHA1.HashSizeInBytes
            || Convert.FromHexString(signature, claimed, out _, out _) != OperationStatus.Done)
            return false;

        Span<byte> expected = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(token, timestamp, nonce, encrypt, expected);
        return CryptographicOperations.FixedTimeEquals(expected, claimed);
    }

    [SkipLocalsInit] // every byte that is hashed is written first
    private static void Hash(
        ReadOnlySpan<byte> token,
        ReadOnlySpan<char> timestamp,
        ReadOnlySpan<char> nonce,
        ReadOnlySpan<byte> encrypt,
        Span<byte> hash)
    {
        // One buffer: first the UTF-8 of the two query values, then the four parts joined in order.
        var queryLength = Encoding.UTF8.GetByteCount(timestamp) + Encoding.UTF8.GetByteCount(nonce);
        var joinedLength = queryLength + token.Length + encrypt.Length;
        var size = queryLength + joinedLength;

        byte[]? rented = null;
        var buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);

        var timestampLength = Encoding.UTF8.GetBytes(timestamp, buffer);
        Encoding.UTF8.GetBytes(nonce, buffer[timestampLength..]);
        var joined = buffer.Slice(queryLength, joinedLength);
        JoinSorted(token, buffer[..timestampLength], buffer[timestampLength..queryLength], encrypt, joined);
        SHA1.HashData(joined, hash);

        CryptographicOperations.ZeroMemory(joined);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static void JoinSorted(
        scoped ReadOnlySpan<byte> a,
        scoped ReadOnlySpan<byte> b,
        scoped ReadOnlySpan<byte> c,
        scoped ReadOnlySpan<byte> d,
        Span<byte> destination)
    {
        // A sorting network for four; an empty part sorts first and joins to nothing.
        Order(ref a, ref b);
        Order(ref c, ref d);
        Order(ref a, ref c);
        Order(ref b, ref d);
        Order(ref b, ref c);

        a.CopyTo(destination);
        b.CopyTo(destination[a.Length..]);
        c.CopyTo(destination[(a.Length + b.Length)..]);
        d.CopyTo(destination[(a.Length + b.Length + c.Length)..]);
    }

    private static void Order(ref ReadOnlySpan<byte> first, ref ReadOnlySpan<byte> second)
    {
        if (first.SequenceCompareTo(second) <= 0)
            return;

        var swapped = first;
        first = second;
        second = swapped;
    }
}
