using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>What a keyword of a template is filled with, in the form that WeChat's own API has.</summary>
internal sealed record KeywordValue
{
    /// <summary>The text or number; each type of keyword has its own limits.</summary>
    public required TextOrNumber Value { get; init; }

    /// <summary>The text of each keyword.</summary>
    public static Dictionary<string, string> ToTexts(IReadOnlyDictionary<string, KeywordValue> data) =>
        data.ToDictionary(keyword => keyword.Key, keyword => keyword.Value.Value.Text, StringComparer.Ordinal);
}
