using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>
/// The values of a message's keywords: by their keys as <c>data</c>, or, for template messages, in their order as
/// <c>keywords</c>.
/// </summary>
internal static class KeywordTexts
{
    private const string Data = "data";
    private const string Keywords = "keywords";

    /// <summary>The text of each keyword by its key; what is wrong with the choice is noted.</summary>
    public static IReadOnlyDictionary<string, string> Read(
        IReadOnlyDictionary<string, KeywordValue>? data, IReadOnlyList<TextOrNumber>? keywords, CreditKind kind, BodyErrors errors)
    {
        if (errors.Has(Data) || errors.Has(Keywords))
            return KeywordValue.ToTexts(data ?? new Dictionary<string, KeywordValue>());
        if (keywords is not null && kind is not CreditKind.Template)
            errors.Add(Keywords, "must be left out: a subscribe message names its keywords in data");
        else if (keywords is not null && data is not null)
            errors.Add(Keywords, "must be left out where there is data");
        else if (keywords is [])
            errors.Add(Keywords, "must hold the value of at least one keyword");
        else if (keywords is null && data is null)
            errors.Add(Data, "is required");
        return keywords is null
            ? KeywordValue.ToTexts(data ?? new Dictionary<string, KeywordValue>())
            : keywords.Index().ToDictionary(
                keyword => $"keyword{keyword.Index + 1}", keyword => keyword.Item.Text, StringComparer.Ordinal);
    }

    /// <summary>Notes what the rules found, under the names that the request has.</summary>
    public static void AddRules(
        BodyErrors errors, IReadOnlyDictionary<string, string[]> found, IReadOnlyList<TextOrNumber>? keywords)
    {
        if (errors.Has(Data) || errors.Has(Keywords))
            found = found.Where(error => !IsData(error.Key)).ToDictionary(StringComparer.Ordinal);
        else if (keywords is not null)
            found = found.ToDictionary(error => NameOf(error.Key), error => error.Value, StringComparer.Ordinal);
        errors.AddRules(found);
    }

    private static bool IsData(string field) => field == Data || BodyPath.IsBelow(field, Data);

    // data.keyword3.value is what the request calls keywords[2].
    private static string NameOf(string field) =>
        field.StartsWith("data.keyword", StringComparison.Ordinal)
        && int.TryParse(field["data.keyword".Length..^".value".Length], out var number)
            ? BodyPath.Item(Keywords, number - 1)
            : field;
}
