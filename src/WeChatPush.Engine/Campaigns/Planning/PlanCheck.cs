using WeChatPush.Credits;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns;

/// <summary>What can be seen to be wrong with a plan before anything is sent.</summary>
internal static class PlanCheck
{
    private const int MaxNameLength = 100;
    private const double HighestRate = 10_000;
    private const double LowestRate = 0.01;
    private static readonly TimeSpan WidestOffset = TimeSpan.FromHours(14);

    /// <summary>A placeholder for any user's openid.</summary>
    private const string _anyUser = "o";

    /// <summary>What is wrong, by field; empty: nothing.</summary>
    public static IReadOnlyDictionary<string, string[]> Check(CampaignPlan plan)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(plan.Name) || plan.Name.Length > MaxNameLength)
            errors["name"] = [$"must have 1 to {MaxNameLength} characters"];
        if (CheckRate(plan.Rate) is { } complaint)
            errors["rate"] = [complaint];
        CheckTexts(plan, errors);
        CheckLimits(plan.Limits, errors);
        return errors;
    }

    /// <summary>What is wrong with a rate; <see langword="null"/>: nothing.</summary>
    public static string? CheckRate(double rate) => !double.IsFinite(rate) || rate is < LowestRate or > HighestRate
        ? $"must be messages per second, {LowestRate} to {HighestRate}"
        : null;

    /// <summary>
    /// A text without fields is the same for all recipients, so its rules are checked at once. A text with fields is
    /// checked when they are filled in; an audience of all users has no values for them.
    /// </summary>
    private static void CheckTexts(CampaignPlan plan, SortedDictionary<string, string[]> errors)
    {
        var message = new CreditMessage
        {
            Kind = plan.Kind,
            OpenId = _anyUser,
            TemplateId = plan.TemplateId,
            Page = plan.Page,
            Data = plan.Data,
            MiniProgramState = plan.MiniProgramState,
            Lang = plan.Lang,
        };
        foreach (var (field, complaints) in message.Check())
        {
            if (!HasFields(TextOf(plan, field)))
                errors[field] = complaints;
        }

        foreach (var (field, text) in CampaignPlaces.TextsOf(plan))
        {
            if (CampaignPlaces.Mistake(field, text) is { } mistake)
                errors[field] = [mistake];
            else if (plan.Audience is CampaignAudience.Everyone && CampaignPlaces.FieldsOf(text) is [var first, ..])
                errors[field] = [Valueless(first)];
        }
    }

    private static void CheckLimits(CampaignLimits limits, SortedDictionary<string, string[]> errors)
    {
        if (limits.PerUserPerDay is < 1)
            errors["limits.perUserPerDay"] = ["must be at least 1"];
        if (limits.QuietHours is not { } quiet)
            return;
        if (quiet.From == quiet.To)
            errors["limits.quietHours"] = ["must not begin when they end"];
        if (quiet.UtcOffset.Duration() > WidestOffset || quiet.UtcOffset.Ticks % TimeSpan.TicksPerMinute != 0)
            errors["limits.quietHours.utcOffset"] = ["must be an offset such as +08:00"];
    }

    private static string? TextOf(CampaignPlan plan, string field) => field switch
    {
        "page" => plan.Page,
        _ when field.StartsWith("data.", StringComparison.Ordinal) =>
            plan.Data.GetValueOrDefault(field["data.".Length..^".value".Length]),
        _ => null,
    };

    private static bool HasFields(string? text) => text is not null && CampaignPlaces.FieldsOf(text).Length > 0;

    private static string Valueless(string field) =>
        $"has a place for {{{field}}}, and an audience of everyone brings no values: list the recipients with theirs";
}
