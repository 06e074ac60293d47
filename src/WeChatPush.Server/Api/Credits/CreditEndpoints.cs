using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Credits;

/// <summary>The credits of an app's users.</summary>
internal static class CreditEndpoints
{
    /// <summary>Maps <c>POST credits</c>, <c>GET credits</c> and <c>GET credits/{openId}</c> of an app.</summary>
    public static void MapCredits(this IEndpointRouteBuilder app)
    {
        app.MapPost("credits", ReportAsync)
            .WithTags("Credits")
            .WithSummary("Report formIds, or the result of wx.requestSubscribeMessage")
            .WithDescription(
                "{openId, formIds: [{formId, expireAt?}]} or {openId, subscribe: {<templateId>: \"accept\"}}. A formId "
                + "that was seen before does not count, nor does a report with an Idempotency-Key that was; results of "
                + "pop-ups count only where the app's Credits:CountFrom is Client.")
            .AcceptsBody<CreditReportRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        app.MapGet("credits", TotalsAsync)
            .WithTags("Credits")
            .WithSummary("The usable credits of all users, and how many users can be reached")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("credits/{openId}", BalanceAsync)
            .WithTags("Credits")
            .WithSummary("The credits of one user")
            .WithDescription("A user who never gave one has none: that is no error.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CreditCount>, ValidationProblem, ProblemHttpResult>> ReportAsync(
        string app, HttpRequest request, ICredits credits, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<CreditReportRequest>(request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        var report = body.Value.ToReport(body.Value.OpenId, request, body.Errors);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The credit report is wrong.");
        try
        {
            return TypedResults.Ok(new CreditCount(await credits.ReportAsync(app, report, cancellationToken)));
        }
        catch (InvalidCreditReportException error)
        {
            body.Errors.AddRules(error.Errors);
            return body.Errors.ToProblem("The credit report is wrong.");
        }
    }

    private static async Task<Ok<CreditTotals>> TotalsAsync(
        string app, ICredits credits, CancellationToken cancellationToken) =>
        TypedResults.Ok(await credits.GetTotalsAsync(app, cancellationToken));

    private static async Task<Ok<CreditBalance>> BalanceAsync(
        string app, string openId, ICredits credits, CancellationToken cancellationToken) =>
        TypedResults.Ok(await credits.GetBalanceAsync(app, openId, cancellationToken));
}

/// <summary>How many credits a report brought.</summary>
internal sealed record CreditCount(int Counted);
