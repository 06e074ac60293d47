using System.Security.Cryptography;

namespace WeChatPush.Apps;

/// <summary>Makes secrets as WeChat's console takes them.</summary>
internal static class GeneratedSecrets
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // Of base64 of 32 bytes the last character has two bits that mean nothing: those in which they are 0.
    private const string LastLetters = "AEIMQUYcgkosw048";

    /// <summary>A Token (令牌): 32 letters and digits, which is the most that the console takes.</summary>
    public static string Token() => RandomNumberGenerator.GetString(Letters, 32);

    /// <summary>An EncodingAESKey (消息加密密钥): 43 letters and digits.</summary>
    public static string EncodingAesKey() => RandomNumberGenerator.GetString(Letters, 42) + RandomNumberGenerator.GetString(LastLetters, 1);

    /// <summary>A secret of Standard Webhooks, of 32 bytes.</summary>
    public static string WebhookSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
