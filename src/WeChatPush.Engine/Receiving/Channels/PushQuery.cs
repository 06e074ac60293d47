namespace WeChatPush.Receiving.Channels;

/// <summary>
/// What WeChat sends in the query string. Read in one pass over the raw text: a key that is given twice is refused rather
/// than guessed at, unknown keys are the owner's own and ignored.
/// </summary>
internal readonly ref struct PushQuery
{
    private const int MaxKeys = 32;

    // WeChat's nonces have ten digits. A ciphertext at the end of one would let the signature over both, msg_signature, pass
    // as one over timestamp and nonce alone.
    private const int MaxNonceLength = 64;

    private PushQuery(
        ReadOnlySpan<char> signature, ReadOnlySpan<char> messageSignature, ReadOnlySpan<char> timestamp,
        ReadOnlySpan<char> nonce, string? echo)
    {
        Signature = signature;
        MessageSignature = messageSignature;
        Timestamp = timestamp;
        Nonce = nonce;
        Echo = echo;
    }

    public ReadOnlySpan<char> Signature { get; }

    public ReadOnlySpan<char> MessageSignature { get; }

    public ReadOnlySpan<char> Timestamp { get; }

    public ReadOnlySpan<char> Nonce { get; }

    /// <summary>Whether both are there that every signature covers.</summary>
    public bool HasTimestampAndNonce => !Timestamp.IsEmpty && Nonce.Length is > 0 and <= MaxNonceLength;

    /// <summary>The text to echo; <see langword="null"/> when there is none.</summary>
    public string? Echo { get; }

    /// <summary>Reads a query string, with or without its question mark. False: a key is repeated, or there are too many.</summary>
    public static bool TryRead(ReadOnlySpan<char> query, out PushQuery result)
    {
        result = default;
        query = query.TrimStart('?');
        Span<Range> seen = stackalloc Range[MaxKeys];
        var keys = 0;
        ReadOnlySpan<char> signature = default, messageSignature = default, timestamp = default, nonce = default;
        string? echo = null;

        foreach (var range in query.Split('&'))
        {
            var (start, length) = range.GetOffsetAndLength(query.Length);
            if (length == 0)
                continue;
            var pair = query.Slice(start, length);
            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];

            foreach (var before in seen[..keys])
            {
                if (query[before].Equals(key, StringComparison.OrdinalIgnoreCase))
                    return false;
            }

            if (keys == MaxKeys)
                return false;
            seen[keys++] = start..(start + key.Length);

            switch (key)
            {
                case "signature": signature = Decode(value); break;
                case "msg_signature": messageSignature = Decode(value); break;
                case "timestamp": timestamp = Decode(value); break;
                case "nonce": nonce = Decode(value); break;
                case "echostr": echo = Decode(value).ToString(); break;
            }
        }

        result = new PushQuery(signature, messageSignature, timestamp, nonce, echo);
        return true;
    }

    // WeChat's own values are digits and letters; only tools and proxies ever escape them.
    private static ReadOnlySpan<char> Decode(ReadOnlySpan<char> value) =>
        value.IndexOfAny('%', '+') < 0 ? value : Uri.UnescapeDataString(value.ToString().Replace('+', ' '));
}
