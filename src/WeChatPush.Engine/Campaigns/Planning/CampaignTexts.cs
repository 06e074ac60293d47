using WeChatPush.Credits;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns;

/// <summary>The texts of a campaign, ready to be made into the message of one recipient after the other.</summary>
internal sealed class CampaignTexts
{
    private readonly CampaignPlan _plan;
    private readonly TextTemplate? _page;
    private readonly (string Key, TextTemplate Text)[] _data;

    public CampaignTexts(CampaignPlan plan)
    {
        _plan = plan;
        _page = plan.Page is null ? null : TextTemplate.OfValues(plan.Page);
        _data = [.. plan.Data.Select(pair => (pair.Key, TextTemplate.OfValues(pair.Value)))];
    }

    /// <summary>Makes the message. <see langword="null"/>: it cannot be made, and what is wrong with it.</summary>
    public CreditMessage? Make(ClaimedRecipient recipient, out string? complaint)
    {
        string? missing = null;
        var page = _page is null ? null : Fill(_page, recipient, ref missing);
        var data = new Dictionary<string, string>(_data.Length, StringComparer.Ordinal);
        foreach (var (key, text) in _data)
            data[key] = Fill(text, recipient, ref missing) ?? "";
        if (missing is not null)
        {
            complaint = $"{CampaignWords.NoValueFor}{{{missing}}}";
            return null;
        }

        var message = new CreditMessage
        {
            Kind = _plan.Kind,
            OpenId = recipient.OpenId,
            TemplateId = _plan.TemplateId,
            Page = page,
            Data = data,
        };
        complaint = message.Check() is { Count: > 0 } errors ? Words(errors) : null;
        return complaint is null ? message : null;
    }

    private static string? Fill(TextTemplate text, ClaimedRecipient recipient, ref string? missing)
    {
        var filled = text.Fill(field => recipient.Values?.GetValueOrDefault(field), out var none);
        missing = none ?? missing;
        return filled;
    }

    private static string Words(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join("; ", errors.Select(error => $"{error.Key} {string.Join(", ", error.Value)}"));
}
