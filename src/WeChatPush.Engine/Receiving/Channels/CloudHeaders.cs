using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WeChatPush.Receiving.Channels;

/// <summary>The headers that the gateway of WeChat's cloud hosting adds (容器内变量信息).</summary>
internal static class CloudHeaders
{
    // One page of WeChat's documentation has the one name, another page the other.
    private const string Source = "x-wx-source";
    private const string Sources = "x-wx-sources";

    private const int MaxValueLength = 512;

    private static readonly string[] Kept =
    [
        Source, "x-wx-openid", "x-wx-appid", "x-wx-unionid",
        "x-wx-from-openid", "x-wx-from-appid", "x-wx-from-unionid", "x-wx-env",
    ];

    /// <summary>Whether a request claims that it came through the gateway.</summary>
    public static bool NameASource(IHeaderDictionary headers) =>
        HasText(headers[Source]) || HasText(headers[Sources]);

    /// <summary>The sender of the push, as the gateway reports it.</summary>
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

    private static bool HasText(StringValues values) => values.Any(value => !string.IsNullOrWhiteSpace(value));
}
