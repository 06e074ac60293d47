using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>
/// The text of an access token: its app and its lifetime, signed. So a simulator that was started again accepts
/// the tokens from before, as WeChat does, and keeps no file for it.
/// </summary>
internal sealed record FakeTokenText(string AppId, bool IsStable, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public const string Prefix = "sim_";
    private const char Separator = '\n';

    // Public, and the same in every simulator: it distinguishes an issued token from an invented one, it protects nothing.
    private static readonly byte[] Key = "the access tokens of the simulated WeChat"u8.ToArray();

    /// <summary>Writes the token. Two tokens are never the same, even of one moment.</summary>
    public string Write()
    {
        var payload = Encoding.UTF8.GetBytes(string.Join(
            Separator,
            IsStable ? "stable" : "fresh",
            IssuedAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            RandomNumberGenerator.GetHexString(16),
            AppId));
        return Prefix + Base64Url.EncodeToString([.. payload, .. HMACSHA256.HashData(Key, payload)]);
    }

    /// <summary>Reads a token; null: no simulator has issued it.</summary>
    public static FakeTokenText? Read(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(Prefix.Length)))
            return null;

        var signed = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length)).AsSpan();
        if (signed.Length <= HMACSHA256.HashSizeInBytes)
            return null;

        var payload = signed[..^HMACSHA256.HashSizeInBytes];
        if (!signed[payload.Length..].SequenceEqual(HMACSHA256.HashData(Key, payload)))
            return null;

        var fields = Encoding.UTF8.GetString(payload).Split(Separator, 5);
        return new FakeTokenText(fields[4], fields[0] == "stable", At(fields[1]), At(fields[2]));
    }

    private static DateTimeOffset At(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
