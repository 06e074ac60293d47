using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// How pushes arrive at one URL, and what they must prove there: the mode, and the secrets in the form in which the receive
/// path uses them. The <see cref="App"/> owns the push; a channel has no app, so one may serve many.
/// </summary>
internal sealed class PushChannel
{
    private bool _usedToken;
    private bool _usedKey;
    private bool _usedRelaySecret;

    public PushChannel(AppOptions options)
    {
        Hosting = options.Hosting;
        Mode = options.EffectiveMode;
        TimestampTolerance = options.TimestampTolerance;
        Tokens = [.. Live(options.Token, options.PreviousToken).Select(Encoding.UTF8.GetBytes)];
        RelayKeys = [.. Live(options.RelaySecret, options.PreviousRelaySecret).SelectMany(ReadSecret)];
        Ciphers = [.. Live(options.EncodingAesKey, options.PreviousEncodingAesKey).Select(key => new PushCipher(key, options.AppId))];
    }

    /// <summary>Through what the pushes come, which decides what is trusted.</summary>
    public PushHosting Hosting { get; }

    /// <summary>The mode in force.</summary>
    public PushMode Mode { get; }

    /// <summary>Whether pushes must come encrypted.</summary>
    public bool Encrypted => Mode is PushMode.Secure or PushMode.Compatible;

    /// <summary>How far the signed timestamp may be from the clock; <see langword="null"/>: any distance.</summary>
    public TimeSpan? TimestampTolerance { get; }

    /// <summary>The tokens that verify: the current one first, then the one before a rotation.</summary>
    public byte[][] Tokens { get; }

    /// <summary>The ciphers that decrypt, in the same order.</summary>
    public PushCipher[] Ciphers { get; }

    /// <summary>What the relay in a cloud function signs with, in the same order.</summary>
    public byte[][] RelayKeys { get; }

    /// <summary>Whether two values of a secret are live.</summary>
    public bool IsRotating => Tokens.Length > 1 || Ciphers.Length > 1 || RelayKeys.Length > 1;

    /// <summary>A token was used that is not the current one.</summary>
    public void NotePreviousToken() => _usedToken = true;

    /// <summary>A key was used that is not the current one.</summary>
    public void NotePreviousKey() => _usedKey = true;

    /// <summary>A relay's secret was used that is not the current one.</summary>
    public void NotePreviousRelaySecret() => _usedRelaySecret = true;

    /// <summary>Takes out the settings whose previous value was used since this was asked the last time.</summary>
    public IReadOnlyCollection<string> TakeUsedSecrets()
    {
        var used = new List<string>();
        if (Interlocked.Exchange(ref _usedToken, false))
            used.Add(AppDefaults.NameOf(RotatedSecret.Token));
        if (Interlocked.Exchange(ref _usedKey, false))
            used.Add(AppDefaults.NameOf(RotatedSecret.EncodingAesKey));
        if (Interlocked.Exchange(ref _usedRelaySecret, false))
            used.Add(AppDefaults.NameOf(RotatedSecret.RelaySecret));
        return used;
    }

    private static IEnumerable<byte[]> ReadSecret(string secret)
    {
        if (WebhookSignature.TryReadSecret(secret, out var key))
            yield return key;
    }

    private static IEnumerable<string> Live(string? current, string? previous)
    {
        if (!string.IsNullOrEmpty(current))
            yield return current;
        if (!string.IsNullOrEmpty(previous))
            yield return previous;
    }
}
