using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Outbound;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Makes a request the plan of a campaign.</summary>
internal static class CampaignPlanReader
{
    private const string Audience = "audience";
    private const string Recipients = "audience.recipients";

    /// <summary>The plan; what its rules find wrong is noted.</summary>
    /// <param name="body">The request.</param>
    /// <param name="hasFile">Whether the recipients came as a file: then the audience is known already.</param>
    /// <param name="now">The time it is.</param>
    public static CampaignPlan Read(Body<CampaignRequest> body, bool hasFile, DateTimeOffset now)
    {
        var (request, errors) = body;
        var kind = request.Kind ?? CreditKind.Subscribe;
        var plan = new CampaignPlan
        {
            Name = request.Name,
            Kind = kind,
            TemplateId = request.TemplateId,
            Page = request.Page,
            Data = KeywordTexts.Read(request.Data, request.Keywords, kind, errors),
            MiniProgramState = request.MiniProgramState,
            Lang = request.Lang,
            Rate = request.Rate,
            StartAt = request.StartAt,
            DryRun = request.DryRun ?? false,
            Audience = hasFile ? CampaignAudience.List : ReadAudience(request.Audience, errors),
            Limits = request.Limits?.ToLimits() ?? new(),
        };
        KeywordTexts.AddRules(errors, plan.Check(), request.Keywords);

        // A start that is over is for the campaigns to judge: the same request may have made one in time.
        if (errors.Any && plan.CheckStart(now) is { } past)
            errors.Add("startAt", past);
        return plan;
    }

    // An audience that cannot be read is taken for a list: of that the rules know nothing that could be wrong.
    private static CampaignAudience ReadAudience(AudienceRequest? audience, BodyErrors errors)
    {
        if (audience is null)
        {
            if (!errors.Has(Audience))
                errors.Add(Audience, "is required: {\"kind\": \"everyone\"} or {\"kind\": \"list\", \"recipients\": […]}");
            return CampaignAudience.List;
        }

        if (errors.Has($"{Audience}.kind"))
            return CampaignAudience.List;
        if (audience.Kind is CampaignAudience.Everyone && audience.Recipients is not null)
            errors.Add(Recipients, "must be left out: everyone is meant");
        if (audience.Kind is CampaignAudience.List && audience.Recipients is null && !errors.Has(Recipients))
            errors.Add(Recipients, "is required: [{\"openId\": \"…\", \"values\": {…}}, …]");
        return audience.Kind;
    }
}
