using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// How pushes arrive at one URL, and what they must prove there: the mode, and the secrets in the form in which the receive
/// path uses them. The <see cref="App"/> owns the push; a channel has no app, so one may serve many.
/// </summary>
internal sealed class PushChannel
{
    public PushChannel(AppOptions options)
    {
        Hosting = options.Hosting;
        Mode = options.EffectiveMode;
        TimestampTolerance = options.TimestampTolerance;
        Tokens = [.. Live(options.Token, options.PreviousToken).Select(Encoding.UTF8.GetBytes)];
        RelayKey = WebhookSignature.TryReadSecret(options.RelaySecret, out var key) ? key : null;
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

    /// <summary>What the relay in a cloud function signs with.</summary>
    public byte[]? RelayKey { get; }

    private static IEnumerable<string> Live(string? current, string? previous)
    {
        if (!string.IsNullOrEmpty(current))
            yield return current;
        if (!string.IsNullOrEmpty(previous))
            yield return previous;
    }
}
