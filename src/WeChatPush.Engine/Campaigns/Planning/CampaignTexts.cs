using WeChatPush.Credits;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns;

/// <summary>The texts of a campaign, ready to be made into the message of one recipient after the other.</summary>
internal sealed class CampaignTexts
{
    private readonly CampaignPlan _plan;
    private readonly TextTemplate? _path;
    private readonly TextTemplate? _query;
    private readonly (string Key, TextTemplate Text)[] _data;

    public CampaignTexts(CampaignPlan plan)
    {
        _plan = plan;
        if (plan.Page is { } page)
        {
            var query = page.IndexOf('?', StringComparison.Ordinal);
            _path = TextTemplate.OfValues(query < 0 ? page : page[..query]);
            _query = query < 0 ? null : TextTemplate.OfValues(page[query..]);
        }

        _data = [.. plan.Data.Select(pair => (pair.Key, TextTemplate.OfValues(pair.Value)))];
    }

    /// <summary>Makes the message. <see langword="null"/>: it cannot be made, and what is wrong with it.</summary>
    public CreditMessage? Make(string openId, IReadOnlyDictionary<string, string>? values, out string? complaint)
    {
        string? missing = null;
        var page = Fill(_path, values, EscapeInPath, ref missing) + Fill(_query, values, Uri.EscapeDataString, ref missing);
        var data = new Dictionary<string, string>(_data.Length, StringComparer.Ordinal);
        foreach (var (key, text) in _data)
            data[key] = Fill(text, values, static value => value, ref missing);
        if (missing is not null)
        {
            complaint = $"{CampaignWords.NoValueFor}{{{missing}}}";
            return null;
        }

        var message = new CreditMessage
        {
            Kind = _plan.Kind,
            OpenId = openId,
            TemplateId = _plan.TemplateId,
            Page = _path is null ? null : page,
            Data = data,
            MiniProgramState = _plan.MiniProgramState,
            Lang = _plan.Lang,
        };
        complaint = message.Check() is { Count: > 0 } errors ? Words(errors) : null;
        return complaint is null ? message : null;
    }

    private static string Fill(
        TextTemplate? text, IReadOnlyDictionary<string, string>? values, Func<string, string> escape, ref string? missing)
    {
        if (text is null)
            return "";
        var filled = text.Fill(
            field => values?.GetValueOrDefault(field) is { } value ? escape(value) : null, out var none);
        missing = none ?? missing;
        return filled ?? "";
    }

    // A value may be a part of the path that has parts itself; it may not begin the query.
    private static string EscapeInPath(string value) =>
        Uri.EscapeDataString(value).Replace("%2F", "/", StringComparison.Ordinal);

    private static string Words(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join("; ", errors.Select(error => $"{error.Key} {string.Join(", ", error.Value)}"));
}
