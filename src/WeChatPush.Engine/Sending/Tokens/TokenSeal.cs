using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Sending;

/// <summary>
/// Seals an app's access token for the store, with a key made of the AppSecret: every instance that may use the token has
/// that, so nothing else has to be configured. AES-256-GCM, bound to the AppID.
/// </summary>
/// <remarks>
/// The nonce is an HMAC of the token, so the same token is the same text whichever instance sealed it. The stores compare
/// texts: two instances that fetched the same token must not take it for two.
/// </remarks>
internal readonly struct TokenSeal
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _cipherKey;
    private readonly byte[] _nonceKey;
    private readonly byte[] _appId;

    /// <param name="app">The app's settings; they have an AppSecret.</param>
    public TokenSeal(AppOptions app)
    {
        var secret = Encoding.UTF8.GetBytes(app.AppSecret!);
        _appId = Encoding.UTF8.GetBytes(app.AppId);
        _cipherKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "wechatpush access token"u8.ToArray());
        _nonceKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "wechatpush access token nonce"u8.ToArray());
    }

    /// <summary>The text that is stored; <see langword="null"/>: there is no token.</summary>
    public string? Seal(string? token)
    {
        if (token is null)
            return null;
        var text = Encoding.UTF8.GetBytes(token);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonceKey, [.. _appId, 0, .. text], hash);
        var bytes = new byte[NonceSize + text.Length + TagSize];
        hash[..NonceSize].CopyTo(bytes);
        using var cipher = new AesGcm(_cipherKey, TagSize);
        cipher.Encrypt(
            bytes.AsSpan(0, NonceSize), text, bytes.AsSpan(NonceSize, text.Length), bytes.AsSpan(NonceSize + text.Length), _appId);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The token; <see langword="null"/>: another AppSecret sealed it, or it is damaged.</summary>
    public string? Open(string stored)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(stored);
        }
        catch (FormatException)
        {
            return null;
        }

        if (bytes.Length <= NonceSize + TagSize)
            return null;
        var text = new byte[bytes.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(_cipherKey, TagSize);
        try
        {
            cipher.Decrypt(
                bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize, text.Length), bytes.AsSpan(NonceSize + text.Length), text, _appId);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Empty: the keys must not reach a log.</summary>
    public override string ToString() => "(token seal)";
}
