using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>The pushes of an app.</summary>
internal static class InboundPushEndpoints
{
    /// <summary>Maps <c>GET messages</c> and <c>GET messages/{id}</c> of an app.</summary>
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        app.MapGet("messages", ListAsync)
            .WithTags("Messages")
            .WithSummary("Pushes, newest first")
            .WithDescription(
                "state: queued, processing, retrying, done or dead. msgType and event ignore case. since and until are times of "
                + "arrival in ISO 8601; until is exclusive. limit: 1 to 200, 50 if left out. cursor: the next of the page before. "
                + "q: a text in what the push says, as it is decoded, ignoring case; not for viewers, to whom that is masked. "
                + "errcode: of one of its sends. A search looks only so far with one request: then searchedUntil is back to which "
                + "time of arrival, and next goes on from there, even if the page is short or empty.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesValidationProblem();
        app.MapGet("messages/count", CountAsync)
            .WithTags("Messages")
            .WithSummary("How many pushes a filter matches")
            .WithDescription(
                "The parameters are those of the list. Counting takes a bounded time: searchedUntil, where it is given, is back to "
                + "which time of arrival was counted.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesValidationProblem();
        app.MapGet("messages/{id}", FindAsync)
            .WithTags("Messages")
            .WithSummary("One push with its content, timeline and sends")
            .WithDescription(
                "For a viewer what the user wrote is masked in message and raw, and masked says so. reveal=true shows it, whatever "
                + "the role, and is audited.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<PushPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string app,
        [AsParameters] PushQueryParameters parameters,
        string? limit,
        string? cursor,
        HttpContext context,
        IPushHistory history,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = parameters.Read(query) with { Limit = query.Limit(limit), Cursor = cursor };
        if (query.Problem is { } problem)
            return problem;
        if (FindMissingRight(context, filter) is { } missing)
            return missing;

        try
        {
            return TypedResults.Ok(await history.ListAsync(app, filter, cancellationToken));
        }
        catch (FormatException)
        {
            query.Wrong("cursor", "is not one that this list answered with.");
            return query.Problem!;
        }
    }

    private static async Task<Results<Ok<PushCount>, ValidationProblem, ProblemHttpResult>> CountAsync(
        string app,
        [AsParameters] PushQueryParameters parameters,
        HttpContext context,
        IPushHistory history,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = parameters.Read(query);
        if (query.Problem is { } problem)
            return problem;
        return FindMissingRight(context, filter) is { } missing
            ? missing
            : TypedResults.Ok(await history.CountAsync(app, filter, cancellationToken));
    }

    // By what is found or not, masked texts could be guessed letter by letter.
    private static ProblemHttpResult? FindMissingRight(HttpContext context, PushFilter filter) =>
        filter.Text is not null && AdminActor.From(context).Role < AdminRole.Operator
            ? TypedResults.Problem(
                $"q needs the role {AdminRights.WordOf(AdminRole.Operator)}: what users wrote is masked for a viewer.",
                statusCode: StatusCodes.Status403Forbidden)
            : null;

    // "state=&msgType=" is how a form with empty fields is sent: it filters by nothing.
    internal static string? Given(string? parameter) => string.IsNullOrEmpty(parameter) ? null : parameter;

    private static async Task<Results<Ok<MessageView>, ValidationProblem, ProblemHttpResult>> FindAsync(
        string app,
        string id,
        string? reveal,
        HttpContext context,
        IPushHistory history,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var isRevealed = query.Flag("reveal", Given(reveal));
        if (query.Problem is { } problem)
            return problem;
        if (await history.FindAsync(app, id, cancellationToken) is not { } push)
            return Problems.NotFound("This app has no push of this id.");
        if (isRevealed)
            await audit.WriteAsync(context, AuditActions.RevealMessage, AuditObject.Message(id), app);
        var isMasked = !isRevealed && AdminActor.From(context).Role < AdminRole.Operator;
        return TypedResults.Ok(MessageView.From(push, isMasked));
    }
}
