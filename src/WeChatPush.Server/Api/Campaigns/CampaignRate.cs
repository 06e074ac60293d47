using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Campaigns;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Changing how fast a campaign sends.</summary>
internal static class CampaignRate
{
    /// <summary>Maps <c>PATCH campaigns/{id}</c> of an app.</summary>
    public static void MapCampaignRate(this IEndpointRouteBuilder app) =>
        app.MapPatch("campaigns/{id}", ChangeAsync)
            .WithTags("Campaigns")
            .WithSummary("Change the rate of a campaign")
            .WithDescription(
                "{rate}, in messages per second. A campaign that runs goes on at it within a second, over all instances; one that has "
                + "ended is 409.")
            .AcceptsBody<CampaignRateRequest>()
            .Produces<CampaignView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<Results<Ok<CampaignView>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        string app, string id, HttpContext context, ICampaigns campaigns, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<CampaignRateRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem("The change is wrong.");
        var before = await campaigns.FindAsync(app, id, cancellationToken);
        CampaignChange? change;
        try
        {
            change = await campaigns.ChangeRateAsync(app, id, body.Value.Rate, CancellationToken.None);
        }
        catch (InvalidCampaignException invalid)
        {
            body.Errors.AddRules(invalid.Errors);
            return body.Errors.ToProblem("The change is wrong.");
        }

        if (change is { Changed: true })
        {
            await audit.WriteAsync(
                context,
                AuditActions.MoveCampaign("rate"),
                AuditObject.Campaign(id),
                app,
                before: before is null ? null : new() { ["rate"] = before.Plan.Rate },
                after: new() { ["rate"] = body.Value.Rate });
        }

        if (change is null || await campaigns.FindAsync(app, id, cancellationToken) is not { } campaign)
            return CampaignEndpoints.NotFound;
        return change.Value.Changed
            ? TypedResults.Ok(CampaignView.From(campaign))
            : Problems.Conflict("The campaign has ended, or cannot be read: its rate cannot be changed.");
    }
}
