using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Server.Admin;

/// <summary>The SHA-256 of a key of the admin API: all that is kept of one.</summary>
internal static class KeyHash
{
    /// <summary>The hash of a key.</summary>
    public static byte[] From(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The hash as the store has it.</summary>
    public static string ToText(byte[] hash) => Convert.ToHexStringLower(hash);
}
