using WeChatPush.Sending;

namespace WeChatPush.Campaigns;

/// <summary>The places for values in a campaign's texts.</summary>
internal static class CampaignPlaces
{
    private const int MaxQuoted = 40;

    /// <summary>The texts that may have places, by the names of their fields.</summary>
    public static IEnumerable<(string Field, string Text)> TextsOf(CampaignPlan plan)
    {
        if (plan.Page is { } page)
            yield return ("page", page);
        foreach (var (key, text) in plan.Data)
            yield return ($"data.{key}.value", text);
    }

    /// <summary>The names of the values that a text has places for.</summary>
    public static string[] FieldsOf(string text) => [.. TextTemplate.OfValues(text).Fields];

    /// <summary>
    /// What is wrong with the places of a text, whatever values there are; <see langword="null"/>: nothing. No value could
    /// fill them, and every user would read them as they stand.
    /// </summary>
    public static string? Mistake(string field, string text)
    {
        // $ is a currency, and an amount may begin with one.
        var isAmount = field.StartsWith("data.amount", StringComparison.Ordinal);
        if (TextTemplate.FindMistaken(text, mayHoldCurrency: isAmount) is not { } place)
            return null;
        var quoted = place.Length <= MaxQuoted ? place : $"{place[..MaxQuoted]}…";
        return $"has '{quoted}', which no value can fill: a place is {{name}}, in single braces, and the name begins with a letter";
    }
}
