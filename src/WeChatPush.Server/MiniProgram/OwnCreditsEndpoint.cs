using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Credits;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.MiniProgram;

/// <summary>The report of a user's own credits, from the user's phone.</summary>
internal static class OwnCreditsEndpoint
{
    /// <summary>Maps <c>POST credits</c>.</summary>
    public static void MapOwnCredits(this IEndpointRouteBuilder app) =>
        app.MapPost("credits", ReportAsync)
            .WithTags("Mini program")
            .WithSummary("Report formIds, or the result of wx.requestSubscribeMessage, of the token's user")
            .WithDescription(
                "Called by the mini program itself, with the token of session in the place of a key. At most 20 formIds and 5 "
                + "accepted templates. FormIds expire after seven days at most; 100 of a user count until they expire, and "
                + "100 permits of a template; only templates of the account's list or of Credits:Templates count.")
            .AcceptsBody<OwnCreditReportRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .AddOpenApiOperationTransformer(static (operation, context, _) =>
            {
                operation.Security =
                    [new() { [new OpenApiSecuritySchemeReference(ApiDocument.SessionToken, context.Document)] = [] }];
                return Task.CompletedTask;
            });

    private static async Task<Results<Ok<CreditCount>, ValidationProblem, ProblemHttpResult>> ReportAsync(
        string app,
        HttpContext context,
        MiniProgramLimits limits,
        SessionTokens tokens,
        ICredits credits,
        CancellationToken cancellationToken)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (tokens.Read(app, authorization) is not { } openId)
            return limits.Check(context, app) ?? Unauthorized(context);
        if (limits.Check(context, app, openId) is { } tooMany)
            return tooMany;

        if (await RequestBody.ReadAsync<OwnCreditReportRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Value.OpenId is { } named && named != openId)
        {
            return TypedResults.Problem(
                "A token reports for its own user only; leave openId out.", statusCode: StatusCodes.Status403Forbidden);
        }

        var report = body.Value.ToReport(openId, context.Request, body.Errors, fromClient: true);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The credit report is wrong.");
        if (limits.CheckRest(context, app, openId, report.Credits) is { } tooMuch)
            return tooMuch;
        return TypedResults.Ok(new CreditCount(await credits.ReportAsync(app, report, cancellationToken)));
    }

    private static ProblemHttpResult Unauthorized(HttpContext context)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"WeChatPush\"";
        return TypedResults.Problem(
            "Send a token of /mp/{app}/session that has not expired: Authorization: Bearer <token>.",
            statusCode: StatusCodes.Status401Unauthorized);
    }
}
