using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Sending;

/// <summary>
/// What a caller named a send, so that asking for it again sends nothing. Only hashes are kept: callers put what they like
/// into their keys, and the bodies are messages to users.
/// </summary>
public sealed class SendKey
{
    /// <summary>How many keys of one app are remembered at a time.</summary>
    public const int MaxPerApp = 200_000;

    /// <summary>How long a key is remembered, from its first use.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private SendKey(string app, byte[] hash, byte[] bodyHash) => (App, Hash, BodyHash) = (app, hash, bodyHash);

    /// <summary>The app; the keys of two apps have nothing to do with each other.</summary>
    public string App { get; }

    /// <summary>The key's hash.</summary>
    internal byte[] Hash { get; }

    /// <summary>The hash of everything that was asked for with it.</summary>
    internal byte[] BodyHash { get; }

    /// <summary>A caller's key for a request.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="key">The key.</param>
    /// <param name="request">What kind of request it is: the same body means something else to another.</param>
    /// <param name="body">The body, to the letter.</param>
    public static SendKey Create(string app, string key, string request, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request));
        hash.AppendData([0]);
        hash.AppendData(body.Span);
        return new(app, SHA256.HashData(Encoding.UTF8.GetBytes(key)), hash.GetHashAndReset());
    }
}
