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
                + "arrival in ISO 8601; until is exclusive. limit: 1 to 200, 50 if left out. cursor: the next of the page before.")
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

    private static async Task<Results<Ok<PushPage>, ValidationProblem>> ListAsync(
        string app,
        string? state,
        string? msgType,
        string? @event,
        string? openId,
        string? since,
        string? until,
        string? limit,
        string? cursor,
        IPushHistory history,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = new PushFilter
        {
            State = query.Word<PushState>("state", Given(state)),
            MsgType = Given(msgType),
            Event = Given(@event),
            OpenId = Given(openId),
            Since = query.Time("since", Given(since)),
            Until = query.Time("until", Given(until)),
            Limit = query.Limit(limit),
            Cursor = cursor,
        };
        if (query.Problem is { } problem)
            return problem;

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

    // "state=&msgType=" is how a form with empty fields is sent: it filters by nothing.
    private static string? Given(string? parameter) => string.IsNullOrEmpty(parameter) ? null : parameter;

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
