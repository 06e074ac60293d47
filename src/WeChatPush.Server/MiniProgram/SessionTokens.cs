using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.Apps;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// The tokens that a mini program reports with: who it is, until when, and a signature over both. Nothing is stored: the key
/// is made of the app's AppSecret, so any instance can check what another has issued.
/// </summary>
/// <remarks>
/// A new AppSecret ends the sessions; the mini program gets a 401 and logs in again. The same happens to the tokens of 0.1.0,
/// which were signed with a key in the store: while both versions run, each refuses those of the other.
/// </remarks>
internal sealed class SessionTokens(IAppCatalog apps, TimeProvider time)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Issues a token for a user whom WeChat named, for which the app must have its AppSecret.</summary>
    /// <exception cref="InvalidOperationException">The app is gone, or its AppSecret is.</exception>
    public SessionToken Issue(string app, string openId)
    {
        var key = FindKey(app) ?? throw new InvalidOperationException($"{app} has no AppSecret.");
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Life).ToUnixTimeSeconds());
        var claims = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{app}\n{openId}\n{expiresAt.ToUnixTimeSeconds()}"));
        return new($"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, claims))}", expiresAt);
    }

    /// <summary>Whose token it is; <see langword="null"/>: none, another app's, or one whose time is over.</summary>
    public string? Read(string app, string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) is not true)
            return null;
        var parts = authorization[scheme.Length..].Trim().Split('.');
        if (parts.Length != 2 || !TryDecode(parts[0], out var claims) || !TryDecode(parts[1], out var mac))
            return null;
        if (FindKey(app) is not { } key || !CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(key, claims)))
            return null;

        // Signed here, so of the form that was issued here.
        var fields = Encoding.UTF8.GetString(claims).Split('\n');
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[2], CultureInfo.InvariantCulture));
        return fields[0] == app && time.GetUtcNow() < expiresAt ? fields[1] : null;
    }

    // Two apps may have the same AppSecret: the same mini program under two names.
    private byte[]? FindKey(string app) => apps.FindOptions(app)?.AppSecret is { Length: > 0 } secret
        ? HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secret),
            HMACSHA256.HashSizeInBytes,
            info: Encoding.UTF8.GetBytes($"wechatpush mini program session\n{app}"))
        : null;

    private static bool TryDecode(string text, out byte[] bytes)
    {
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
            return true;
        }
        catch (FormatException)
        {
            bytes = [];
            return false;
        }
    }
}

/// <summary>A token and when it expires.</summary>
internal sealed record SessionToken(string Token, DateTimeOffset ExpiresAt);
