using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WeChatPush.Storage;

/// <summary>A key that seals, and by what it is recognised in what it sealed.</summary>
internal sealed class SealingKey
{
    /// <summary>The bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>The bytes by which a key is recognised.</summary>
    public const int IdSize = 8;

    private readonly byte[] _key;

    private SealingKey(byte[] key)
    {
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Size, info: "wechatpush records"u8.ToArray());
        Id = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, IdSize, info: "wechatpush key id"u8.ToArray());
    }

    /// <summary>What is written in front of everything that it seals.</summary>
    public byte[] Id { get; }

    /// <summary>Reads base64 of <see cref="Size"/> bytes, ordinary or that of URLs.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out SealingKey? key)
    {
        key = null;
        var bytes = new byte[Size + 1];
        var trimmed = (text ?? "").Trim();
        if (!Convert.TryFromBase64String(trimmed, bytes, out var length)
            && !Base64Url.TryDecodeFromChars(trimmed, bytes, out length))
            return false;
        if (length != Size)
            return false;
        key = new SealingKey(bytes[..Size]);
        return true;
    }

    /// <summary>A new one, as <see cref="TryRead"/> takes it.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The cipher; AES-256-GCM.</summary>
    public AesGcm CreateCipher() => new(_key, AesGcm.TagByteSizes.MaxSize);

    /// <summary>Empty: the key must not reach a log.</summary>
    public override string ToString() => "(sealing key)";
}
