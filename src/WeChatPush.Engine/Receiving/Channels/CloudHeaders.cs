using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WeChatPush.Receiving.Channels;

/// <summary>The headers that the gateway of WeChat's cloud hosting adds (容器内变量信息).</summary>
internal static class CloudHeaders
{
    // One page of WeChat's documentation has the one name, another page the other.
    private const string Source = "x-wx-source";
    private const string Sources = "x-wx-sources";

    private const string OpenId = "x-wx-openid";

    private const int MaxValueLength = 512;

    // WeChat documents the values for calls of cloud functions only, where these are calls of the mini program and of the
    // developer tools: what they carry, their user wrote.
    private static readonly string[] Clients = ["wx_client", "wx_devtools"];

    private static readonly string[] Kept =
    [
        Source, OpenId, "x-wx-appid", "x-wx-unionid",
        "x-wx-from-openid", "x-wx-from-appid", "x-wx-from-unionid", "x-wx-env",
    ];

    /// <summary>Whether a request claims that it came through the gateway.</summary>
    public static bool NameASource(IHeaderDictionary headers) =>
        HasText(headers[Source]) || HasText(headers[Sources]);

    /// <summary>
    /// Whether all sources of a request are trusted. The value follows the chain of calls, separated by commas, so one that
    /// is not trusted is enough.
    /// </summary>
    /// <param name="headers">The headers.</param>
    /// <param name="trusted">The trusted sources; <see langword="null"/>: all but clients.</param>
    public static bool AreTrusted(IHeaderDictionary headers, IList<string>? trusted)
    {
        foreach (var value in headers[Source].Concat(headers[Sources]))
        {
            foreach (var source in (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!IsTrusted(source, trusted))
                    return false;
            }
        }

        return true;
    }

    /// <summary>The user whom the gateway names; <see langword="null"/>: none.</summary>
    public static string? Sender(IHeaderDictionary headers) =>
        headers[OpenId].ToString() is { Length: > 0 } sender ? sender : null;

    /// <summary>What the gateway says about the push.</summary>
    public static IReadOnlyDictionary<string, string> Read(IHeaderDictionary headers)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Kept)
        {
            if (headers[name] is [{ Length: > 0 and <= MaxValueLength } value])
                values.Add(name, value);
        }

        return values;
    }

    private static bool IsTrusted(string source, IList<string>? trusted) => trusted is null
        ? !Clients.Contains(source, StringComparer.OrdinalIgnoreCase)
        : trusted.Contains(source, StringComparer.OrdinalIgnoreCase);

    // A separator is no source.
    private static bool HasText(StringValues values) => values.Any(value => value.AsSpan().ContainsAnyExcept(" \t,"));
}
