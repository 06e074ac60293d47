namespace WeChatPush.Campaigns;

/// <summary>
/// Finds out, while a list of recipients is stored, which places of a campaign's texts none of them can fill, and how many of
/// them lack a value. Its size does not depend on how many they are.
/// </summary>
internal sealed class ValueCoverage
{
    private readonly (string Field, string Place)[] _places;
    private readonly HashSet<string> _unfilled;

    public ValueCoverage(CampaignPlan plan)
    {
        _places =
        [
            .. from text in CampaignPlaces.TextsOf(plan)
               from place in CampaignPlaces.FieldsOf(text.Text)
               select (text.Field, place),
        ];
        _unfilled = new(_places.Select(place => place.Place), StringComparer.Ordinal);
        Names = [.. _unfilled];
    }

    /// <summary>How many recipients lack a value that a place needs.</summary>
    public long Lacking { get; private set; }

    private string[] Names { get; }

    /// <summary>Takes in a recipient of the campaign.</summary>
    public void Add(Recipient recipient)
    {
        var lacks = false;
        foreach (var name in Names)
        {
            if (recipient.Values?.ContainsKey(name) == true)
                _unfilled.Remove(name);
            else
                lacks = true;
        }

        if (lacks)
            Lacking++;
    }

    /// <summary>What is wrong with the campaign's texts, by field: they have places that no recipient fills.</summary>
    public IReadOnlyDictionary<string, string[]> Check() => _places
        .Where(place => _unfilled.Contains(place.Place))
        .GroupBy(place => place.Field, place => place.Place, StringComparer.Ordinal)
        .ToDictionary(
            places => places.Key, places => places.Distinct().Select(Complaint).ToArray(), StringComparer.Ordinal);

    private static string Complaint(string place) =>
        place.Equals("openId", StringComparison.OrdinalIgnoreCase)
            ? $"has a place for {{{place}}}, and the openId is no value: give it as one of another name"
            : $"has a place for {{{place}}}, and no recipient has a value of that name";
}
