using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>The recipients of a campaign, with what has become of each.</summary>
internal static class RecipientEndpoints
{
    private const int BatchSize = 1000;

    /// <summary>Maps <c>recipients</c> and <c>recipients.csv</c> of a campaign.</summary>
    public static void MapRecipients(this IEndpointRouteBuilder app)
    {
        app.MapGet("campaigns/{id}/recipients", ListAsync)
            .WithTags("Campaigns")
            .WithSummary("The recipients of a campaign, in their order, with what has become of each")
            .WithDescription(
                "outcome: pending, sent, noCredit, refused, failed, uncertain, cancelled or skipped; all if left out.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("campaigns/{id}/recipients.csv", WriteAsync)
            .WithTags("Campaigns")
            .WithSummary("The same as one CSV file, however many they are")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<RecipientViewPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string app,
        string id,
        string? outcome,
        string? limit,
        string? cursor,
        ICampaigns campaigns,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var (wanted, max) = (query.Word<RecipientOutcome>("outcome", Given(outcome)), query.Limit(limit));
        if (query.Problem is { } problem)
            return problem;
        if (await campaigns.FindAsync(app, id, cancellationToken) is null)
            return CampaignEndpoints.NotFound;
        try
        {
            var page = await campaigns.GetRecipientsAsync(app, id, wanted, cursor, max, cancellationToken);
            return TypedResults.Ok(new RecipientViewPage([.. page.Items.Select(RecipientView.From)], page.Next));
        }
        catch (FormatException)
        {
            query.Wrong("cursor", "is not one that this list answered with.");
            return query.Problem!;
        }
    }

    private static async Task<Results<PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> WriteAsync(
        string app, string id, string? outcome, ICampaigns campaigns, CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var wanted = query.Word<RecipientOutcome>("outcome", Given(outcome));
        if (query.Problem is { } problem)
            return problem;
        if (await campaigns.FindAsync(app, id, cancellationToken) is null)
            return CampaignEndpoints.NotFound;
        return TypedResults.Stream(
            body => RecipientsCsv.WriteAsync(
                body,
                cursor => campaigns.GetRecipientsAsync(app, id, wanted, cursor, BatchSize, cancellationToken),
                cancellationToken),
            "text/csv; charset=utf-8",
            $"campaign-{id}.csv");
    }

    // "outcome=" is how a form with empty fields is sent.
    private static string? Given(string? parameter) => string.IsNullOrEmpty(parameter) ? null : parameter;
}
