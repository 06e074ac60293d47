using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.Storage;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// The tokens that a mini program reports with: who it is, until when, and a signature over both. Nothing is stored;
/// any instance can check what another has issued.
/// </summary>
internal sealed class SessionTokens(ISharedKeys keys, TimeProvider time) : IDisposable
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const string KeyName = "mini-program-session";

    /// <summary>Looked up again now and then: the store may have lost it, and another instance made one.</summary>
    private static readonly TimeSpan TrustInKey = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private byte[]? _key;
    private long _keyReadAt;

    /// <summary>Issues a token.</summary>
    public async ValueTask<SessionToken> IssueAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Life).ToUnixTimeSeconds());
        var claims = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{app}\n{openId}\n{expiresAt.ToUnixTimeSeconds()}"));
        var mac = HMACSHA256.HashData(await KeyAsync(cancellationToken), claims);
        return new($"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(mac)}", expiresAt);
    }

    /// <summary>Whose token it is; <see langword="null"/>: none, another app's, or one whose time is over.</summary>
    public async ValueTask<string?> ReadAsync(string app, string? authorization, CancellationToken cancellationToken)
    {
        const string scheme = "Bearer ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) is not true)
            return null;
        var parts = authorization[scheme.Length..].Trim().Split('.');
        if (parts.Length != 2 || !TryDecode(parts[0], out var claims) || !TryDecode(parts[1], out var mac))
            return null;
        var key = await KeyAsync(cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(key, claims)))
            return null;

        // Signed here, so of the form that was issued here.
        var fields = Encoding.UTF8.GetString(claims).Split('\n');
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[2], CultureInfo.InvariantCulture));
        return fields[0] == app && time.GetUtcNow() < expiresAt ? fields[1] : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _key) is { } known && time.GetElapsedTime(Volatile.Read(ref _keyReadAt)) < TrustInKey)
            return known;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_key is { } fresh && time.GetElapsedTime(_keyReadAt) < TrustInKey)
                return fresh;
            var key = await keys.GetAsync(KeyName, cancellationToken);
            Volatile.Write(ref _keyReadAt, time.GetTimestamp());
            Volatile.Write(ref _key, key);
            return key;
        }
        catch (StoreUnavailableException) when (_key is not null)
        {
            return _key;
        }
        finally
        {
            _turn.Release();
        }
    }

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
