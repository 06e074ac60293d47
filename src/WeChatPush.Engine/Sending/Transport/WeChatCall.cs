namespace WeChatPush.Sending;

/// <summary>
/// One call of WeChat's API: what is asked, where, and with which token. A class and no record, so that nothing prints
/// its token.
/// </summary>
internal sealed class WeChatCall
{
    /// <summary>What is asked.</summary>
    public required ApiRequest Request { get; init; }

    /// <summary>Where WeChat's API answers for this app.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The token that goes into the query, where WeChat expects it; <see langword="null"/>: none.</summary>
    public string? AccessToken { get; init; }

    /// <summary>What must not be repeated from WeChat's answer into logs, whatever WeChat puts there.</summary>
    public string? Secret { get; init; }
}
