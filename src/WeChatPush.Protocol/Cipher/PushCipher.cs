using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// The message cipher of secure and compatible mode (开发者服务器接收消息推送: 加密解密): AES-256-CBC whose initial vector is the
/// start of the key, over 16 random bytes, the message's length (4 bytes, big-endian), the message and the AppId,
/// padded to a multiple of 32. Thread-safe; meant to be kept.
/// </summary>
/// <remarks>
/// Decrypt only what <see cref="PushSignature.VerifyEncrypted"/> accepted: the cipher by itself does not notice
/// every change.
/// </remarks>
public sealed class PushCipher
{
    private const int KeyTextLength = 43;
    private const int KeyLength = 32;
    private const int BlockLength = 16;
    private const int RandomLength = 16;
    private const int HeaderLength = RandomLength + sizeof(uint);
    private const int MaxPadding = 32;

    private readonly byte[] _appId;
    private readonly TransformPool _decryptors;
    private readonly TransformPool _encryptors;

    /// <summary>Creates the cipher of one app.</summary>
    /// <param name="encodingAesKey">The console's EncodingAESKey: 43 characters of base64, 32 bytes.</param>
    /// <param name="appId">The AppId at the end of each message.</param>
    /// <exception cref="ArgumentException">
    /// The key is not one (its text is not repeated), or the AppId is empty.
    /// </exception>
    public PushCipher(string encodingAesKey, string appId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(appId);
        var key = new byte[KeyLength];
        if (!TryReadKey(encodingAesKey, key))
            throw new ArgumentException("An EncodingAESKey is 43 letters and digits.", nameof(encodingAesKey));

        _appId = Encoding.UTF8.GetBytes(appId);

        // WeChat pads to 32 bytes, twice the cipher's block: the built-in padding modes throw for half of all messages.
        var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        aes.IV = key[..BlockLength];
        CryptographicOperations.ZeroMemory(key);

        // When decrypting, the initial vector touches the first block only, and that is the random one, which is never
        // read. Not restoring it between calls takes two thirds off the time.
        var gate = new Lock();
        _decryptors = new TransformPool(() => { lock (gate) return aes.CreateDecryptor(); }, restart: false);
        _encryptors = new TransformPool(() => { lock (gate) return aes.CreateEncryptor(); }, restart: true);
    }

    /// <summary>
    /// Whether the text is an EncodingAESKey: 43 characters of base64. WeChat issues keys whose last character
    /// carries two bits too many; they count, and the bits are ignored.
    /// </summary>
    public static bool IsValidKey(string? encodingAesKey)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        var valid = TryReadKey(encodingAesKey, key);
        CryptographicOperations.ZeroMemory(key);
        return valid;
    }

    /// <summary>Decrypts the field <c>Encrypt</c> of a push.</summary>
    /// <param name="encryptBase64">The field's text, without the escapes of the surrounding format.</param>
    /// <param name="message">The decrypted packet, XML or JSON, to the letter; empty unless the outcome is Ok.</param>
    /// <returns>Ok, or which check failed. Never throws for bad input.</returns>
    public DecryptOutcome Decrypt(ReadOnlySpan<byte> encryptBase64, out byte[] message)
    {
        message = [];
        var buffer = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(encryptBase64.Length));
        var length = 0;
        try
        {
            if (Base64.DecodeFromUtf8(encryptBase64, buffer, out _, out length) != OperationStatus.Done)
                return DecryptOutcome.BadBase64;
            if (length < 2 * BlockLength || length % BlockLength != 0)
                return DecryptOutcome.BadLength;

            _decryptors.Transform(buffer, length);
            return Open(buffer.AsSpan(0, length), ref message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Encrypts a reply or, when playing WeChat, a push.</summary>
    /// <param name="message">The packet, as UTF-8.</param>
    /// <returns>The text of the field <c>Encrypt</c>, base64.</returns>
    public string Encrypt(ReadOnlySpan<byte> message)
    {
        // Lower-case hex digits, as WeChat itself uses; eight random bytes of them.
        Span<byte> seed = stackalloc byte[RandomLength / 2];
        Span<byte> random16 = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(seed);
        Convert.TryToHexStringLower(seed, random16, out _);
        return Encrypt(message, random16);
    }

    /// <summary>Encrypts with given random bytes, so that the result is known beforehand.</summary>
    /// <param name="message">The packet, as UTF-8.</param>
    /// <param name="random16">16 bytes that should never repeat.</param>
    /// <returns>The text of the field <c>Encrypt</c>, base64.</returns>
    /// <exception cref="ArgumentException"><paramref name="random16"/> is not 16 bytes long.</exception>
    internal string Encrypt(ReadOnlySpan<byte> message, ReadOnlySpan<byte> random16)
    {
        if (random16.Length != RandomLength)
            throw new ArgumentException("16 random bytes are needed.", nameof(random16));

        var full = HeaderLength + message.Length + _appId.Length;
        var padding = MaxPadding - (full % MaxPadding);
        var length = full + padding;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var plain = buffer.AsSpan(0, length);
            random16.CopyTo(plain);
            BinaryPrimitives.WriteUInt32BigEndian(plain[RandomLength..], (uint)message.Length);
            message.CopyTo(plain[HeaderLength..]);
            _appId.CopyTo(plain[(HeaderLength + message.Length)..]);
            plain[full..].Fill((byte)padding);

            _encryptors.Transform(buffer, length);
            return Convert.ToBase64String(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private DecryptOutcome Open(ReadOnlySpan<byte> plain, ref byte[] message)
    {
        var padding = plain[^1];
        if (padding is 0 or > MaxPadding || plain[^padding..].ContainsAnyExcept(padding))
            return DecryptOutcome.BadPadding;

        var full = plain[..^padding];
        if (full.Length < HeaderLength)
            return DecryptOutcome.BadMessageLength;

        // Unsigned, and compared before it is cast: as a signed number a large field would pass for a small one.
        var messageLength = BinaryPrimitives.ReadUInt32BigEndian(full[RandomLength..]);
        var content = full[HeaderLength..];
        if (messageLength > (uint)content.Length)
            return DecryptOutcome.BadMessageLength;
        if (!content[(int)messageLength..].SequenceEqual(_appId))
            return DecryptOutcome.WrongAppId;

        message = content[..(int)messageLength].ToArray();
        return DecryptOutcome.Ok;
    }

    private static bool TryReadKey(string? text, Span<byte> key)
    {
        if (text is not { Length: KeyTextLength })
            return false;

        // The lenient decoder: Base64 and Base64Url refuse a last character with bits to spare.
        Span<char> padded = stackalloc char[KeyTextLength + 1];
        text.CopyTo(padded);
        padded[^1] = '=';
        var valid = Convert.TryFromBase64Chars(padded, key, out var written) && written == KeyLength;
        padded.Clear();
        return valid;
    }
}
