using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WeChatPush.Records;

/// <summary>A key that seals, and by what it is recognised in what it sealed.</summary>
internal sealed class SealingKey
{
    /// <summary>The bytes by which a key is recognised.</summary>
    public const int IdSize = 8;

    private readonly byte[] _key;

    private SealingKey(byte[] key)
    {
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SecretKeyText.Size, info: "wechatpush records"u8.ToArray());
        Id = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, IdSize, info: "wechatpush key id"u8.ToArray());
    }

    /// <summary>What is written in front of everything that it seals.</summary>
    public byte[] Id { get; }

    /// <inheritdoc cref="SecretKeyText.TryRead"/>
    public static bool TryRead(string? text, [NotNullWhen(true)] out SealingKey? key)
    {
        key = SecretKeyText.TryRead(text, out var bytes) ? new SealingKey(bytes) : null;
        return key is not null;
    }

    /// <summary>A new one, as <see cref="TryRead"/> takes it.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretKeyText.Size));

    /// <summary>The cipher; AES-256-GCM.</summary>
    public AesGcm CreateCipher() => new(_key, AesGcm.TagByteSizes.MaxSize);

    /// <summary>Empty: the key must not reach a log.</summary>
    public override string ToString() => "(sealing key)";
}
