using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// A mini program as the running configuration describes it, with its secrets in the form the receive path uses.
/// Made anew whenever the configuration changes, so holding one for longer than a push means holding old secrets.
/// </summary>
internal sealed class PushApp
{
    public PushApp(string name, AppOptions options)
    {
        Name = name;
        Options = options;
        Scope = $"{name}/{options.AppId}";
        Mode = options.EffectiveMode;
        Tokens = [.. Live(options.Token, options.PreviousToken).Select(Encoding.UTF8.GetBytes)];
        RelayKey = WebhookSignature.TryReadSecret(options.RelaySecret, out var key) ? key : null;
        Ciphers = [.. Live(options.EncodingAesKey, options.PreviousEncodingAesKey).Select(key => new PushCipher(key, options.AppId))];
    }

    /// <summary>The name in the push URL.</summary>
    public string Name { get; }

    /// <summary>
    /// What identities are scoped by. Two apps of one mini program (two URLs during a move, say) are two: what one has seen
    /// is no duplicate for the other.
    /// </summary>
    public string Scope { get; }

    /// <summary>The configuration it was made from.</summary>
    public AppOptions Options { get; }

    /// <summary>The mode in force.</summary>
    public PushMode Mode { get; }

    /// <summary>The tokens that verify: the current one first, then the one before a rotation.</summary>
    public byte[][] Tokens { get; }

    /// <summary>The ciphers that decrypt, in the same order.</summary>
    public PushCipher[] Ciphers { get; }

    /// <summary>What the relay in a cloud function signs with.</summary>
    public byte[]? RelayKey { get; }

    /// <summary>Whether pushes must come encrypted.</summary>
    public bool Encrypted => Mode is PushMode.Secure or PushMode.Compatible;

    private static IEnumerable<string> Live(string? current, string? previous)
    {
        if (!string.IsNullOrEmpty(current))
            yield return current;
        if (!string.IsNullOrEmpty(previous))
            yield return previous;
    }
}
