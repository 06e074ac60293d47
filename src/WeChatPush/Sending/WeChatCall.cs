namespace WeChatPush.Sending;

/// <summary>
/// One call of WeChat's API: what is posted where. A class and no record, so that nothing prints its token.
/// </summary>
internal sealed class WeChatCall
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The path below the base address, as in <see cref="SendApis"/>.</summary>
    public required string Api { get; init; }

    /// <summary>Where WeChat's API answers for this app.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The JSON to post.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The token that goes into the query, where WeChat wants it; <see langword="null"/>: none.</summary>
    public string? AccessToken { get; init; }

    /// <summary>
    /// In a cloud environment that several mini programs share: in whose name. <see langword="null"/>: its owner's.
    /// </summary>
    public string? FromAppId { get; init; }

    /// <summary>What must not be repeated from WeChat's answer into logs, whatever WeChat puts there.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether a call that WeChat was too busy for may be tried again at once.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Whether this API leaves <c>errcode</c> out of a success.</summary>
    public bool SuccessLacksCode { get; init; }
}
