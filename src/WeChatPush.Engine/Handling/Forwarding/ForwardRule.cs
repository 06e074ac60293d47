using System.Security.Cryptography;
using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Forwarding;

/// <summary>The action <c>Forward</c> of a rule: where to, and signed with what.</summary>
internal sealed class ForwardRule
{
    private const int IdBytes = 8;

    private readonly List<byte[]> _keys = [];

    public ForwardRule(string name, ForwardRuleOptions options)
    {
        Name = name;
        Url = new Uri(options.Url!);
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Url.AbsoluteUri)).AsSpan(0, IdBytes));
        Replies = options.Reply;
        foreach (var secret in (ReadOnlySpan<string?>)[options.Secret, options.PreviousSecret])
        {
            if (WebhookSignature.TryReadSecret(secret, out var key))
                _keys.Add(key);
        }
    }

    /// <summary>The rule's name in timelines and logs.</summary>
    public string Name { get; }

    /// <summary>Where the push is posted.</summary>
    public Uri Url { get; }

    /// <summary>The name of the destination, the same for every rule with this address; the address does not follow from it.</summary>
    public string Id { get; }

    /// <summary>
    /// The destination as logs and timelines may name it: paths and queries have been known to hold secrets.
    /// </summary>
    public string Destination => DestinationAt(Url);

    /// <summary>Whether WeChat's request waits for what the destination answers.</summary>
    public bool Replies { get; }

    /// <summary>What may be named of an address.</summary>
    public static string DestinationAt(Uri url) => $"{url.Scheme}://{url.Authority}";

    /// <summary>A signature under each valid secret, the current one first.</summary>
    public string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var signatures = new List<string>(_keys.Count);
        foreach (var key in _keys)
            signatures.Add(WebhookSignature.Compute(key, id, timestamp, body));
        return string.Join(' ', signatures);
    }
}
