using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Server.Admin;

/// <summary>What the audit calls the things that something is done to: their kind and name.</summary>
internal static class AuditObject
{
    // Of 64: enough to find a user again whose openid is known, and to keep any two apart.
    private const int HashDigits = 16;

    /// <summary>Where alerts are sent.</summary>
    public const string Alerts = "alerts";

    /// <summary>An app.</summary>
    public static string App(string name) => $"app:{name}";

    /// <summary>A push.</summary>
    public static string Message(string id) => $"message:{id}";

    /// <summary>A campaign.</summary>
    public static string Campaign(string id) => $"campaign:{id}";

    /// <summary>A destination of forwards.</summary>
    public static string Forward(string id) => $"forward:{id}";

    /// <summary>Bulk work.</summary>
    public static string Operation(string id) => $"operation:{id}";

    /// <summary>A key of the admin API.</summary>
    public static string Key(string name) => $"key:{name}";

    /// <summary>A user, by the beginning of the SHA-256 of the openid: the audit outlives an erasure.</summary>
    public static string User(string openId) =>
        $"user:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(openId)))[..HashDigits]}";
}
