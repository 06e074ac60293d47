using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Handling pushes once more.</summary>
internal static class ReplayEndpoints
{
    private const int MaxReasonLength = 500;
    private const string PayloadGone =
        "The payload of this push is gone: WeChatPush:Retention:Payload is over. It cannot be handled again.";

    private const string Wrong = "The replay is wrong.";

    /// <summary>Maps the replay of one push.</summary>
    public static void MapReplays(this IEndpointRouteBuilder app)
    {
        app.MapPost("messages/{id}/replay", ReplayAsync)
            .WithTags("Messages")
            .WithSummary("Handle a push once more, whatever its state")
            .WithDescription("The reason is optional and goes into the push's timeline, with the name of the key.")
            .AcceptsOptionalBody<ReplayRequestBody>()
            .Produces<ReplayAnswer>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<Results<Accepted<ReplayAnswer>, ValidationProblem, ProblemHttpResult>> ReplayAsync(
        string app, string id, HttpContext context, IPushHistory history, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await ReadAsync(context, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        var push = await history.FindAsync(app, id, cancellationToken);
        if (push is { PayloadGone: true })
            return Problems.Conflict(PayloadGone);
        if (push is null || !await history.ReplayAsync(app, id, ToReplay(context, body), CancellationToken.None))
            return Problems.NotFound("This app has no push of this id.");

        // The audit outlives an erasure of the user.
        var reason = push.OpenId is { Length: > 0 } user ? body.Value.Reason?.Replace(user, AuditObject.User(user), StringComparison.Ordinal) : body.Value.Reason;
        await audit.WriteAsync(context, AuditActions.ReplayMessage, AuditObject.Message(id), app, reason);
        return TypedResults.Accepted((string?)null, new ReplayAnswer(1));
    }

    private static async ValueTask<Body<ReplayRequestBody>?> ReadAsync(
        HttpContext context, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadOptionalAsync<ReplayRequestBody>(context.Request, cancellationToken);
        if (body is { Value.Reason.Length: > MaxReasonLength, Errors: var errors })
            errors.Add("reason", $"must have at most {MaxReasonLength} characters");
        return body;
    }

    private static ReplayRequest ToReplay(HttpContext context, Body<ReplayRequestBody> body) =>
        new(AdminActor.From(context).Name, body.Value.Reason);
}

/// <summary>How many pushes were queued again.</summary>
internal sealed record ReplayAnswer(int Replayed);
