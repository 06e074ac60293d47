using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Campaigns;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Messages to many users.</summary>
internal static class CampaignEndpoints
{
    /// <summary>Maps <c>campaigns</c> of an app, and all below.</summary>
    public static void MapCampaigns(this IEndpointRouteBuilder app)
    {
        app.MapCampaignCreation();
        app.MapCampaignPreview();
        app.MapCampaignRate();
        app.MapGet("campaigns", ListAsync)
            .WithTags("Campaigns")
            .WithSummary("Campaigns, newest first")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("campaigns/{id}", FindAsync)
            .WithTags("Campaigns")
            .WithSummary("One campaign: where it stands, and how far it is")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapMove("start", "Start a campaign that has not run yet", static (campaigns, app, id, cancellationToken) =>
            campaigns.StartAsync(app, id, cancellationToken));
        app.MapMove("pause", "Pause a campaign, or keep one paused that would go on by itself",
            static (campaigns, app, id, cancellationToken) => campaigns.PauseAsync(app, id, cancellationToken));
        app.MapMove("resume", "Let a paused campaign go on", static (campaigns, app, id, cancellationToken) =>
            campaigns.ResumeAsync(app, id, cancellationToken));
        app.MapMove("cancel", "Call a campaign off; messages on their way still arrive",
            static (campaigns, app, id, cancellationToken) => campaigns.CancelAsync(app, id, cancellationToken));
        app.MapRecipients();
    }

    private static void MapMove(
        this IEndpointRouteBuilder app,
        string word,
        string summary,
        Func<ICampaigns, string, string, CancellationToken, ValueTask<CampaignChange?>> move) =>
        app.MapPost($"campaigns/{{id}}/{word}", async Task<Results<Accepted<CampaignView>, ProblemHttpResult>> (
                string app, string id, HttpContext context, ICampaigns campaigns, AuditTrail audit, CancellationToken cancellationToken) =>
            {
                var before = await campaigns.FindAsync(app, id, cancellationToken);
                var change = await move(campaigns, app, id, CancellationToken.None);
                if (change is { Changed: true, State: var state })
                    await audit.WriteAsync(
                        context,
                        AuditActions.MoveCampaign(word),
                        AuditObject.Campaign(id),
                        app,
                        before: before is null ? null : new() { ["state"] = WordOf(before.State) },
                        after: new() { ["state"] = WordOf(state) });
                if (change is null || await campaigns.FindAsync(app, id, cancellationToken) is not { } campaign)
                    return NotFound;
                return change.Value.Changed
                    ? TypedResults.Accepted((string?)null, CampaignView.From(campaign))
                    : Problems.Conflict($"The campaign is {WordOf(change.Value.State)}: it cannot {word} now.");
            })
            .WithTags("Campaigns")
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<CampaignViewPage>, ValidationProblem>> ListAsync(
        string app, string? limit, string? cursor, ICampaigns campaigns, CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var max = query.Limit(limit);
        if (query.Problem is { } problem)
            return problem;
        try
        {
            var page = await campaigns.ListAsync(app, cursor, max, cancellationToken);
            return TypedResults.Ok(new CampaignViewPage([.. page.Items.Select(CampaignView.From)], page.Next));
        }
        catch (FormatException)
        {
            query.Wrong("cursor", "is not one that this list answered with.");
            return query.Problem!;
        }
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> FindAsync(
        string app, string id, ICampaigns campaigns, CancellationToken cancellationToken) =>
        await campaigns.FindAsync(app, id, cancellationToken) is { } campaign
            ? TypedResults.Ok(CampaignView.From(campaign))
            : NotFound;

    private static string WordOf(CampaignState state) => QueryReader.Words<CampaignState>().ElementAt((int)state);

    /// <summary>The answer where there is no such campaign.</summary>
    public static ProblemHttpResult NotFound => Problems.NotFound("This app has no campaign of this id.");
}
