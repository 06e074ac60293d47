using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Handling pushes once more.</summary>
internal static class ReplayEndpoints
{
    private const int MaxReasonLength = 500;

    /// <summary>Maps the replay of one push and of all dead letters of an app.</summary>
    public static void MapReplays(this IEndpointRouteBuilder app)
    {
        app.MapPost("messages/{id}/replay", ReplayAsync)
            .WithTags("Messages")
            .WithSummary("Handle a push once more, whatever its state")
            .WithDescription("The reason is optional and goes into the push's timeline, with the name of the key.")
            .Accepts<ReplayBody>(isOptional: true, "application/json")
            .Produces<ReplayAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        app.MapPost("dead-letters/replay", ReplayDeadLettersAsync)
            .WithTags("Messages")
            .WithSummary("Handle every dead letter of the app once more")
            .Accepts<ReplayBody>(isOptional: true, "application/json")
            .Produces<ReplayAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Accepted<ReplayAnswer>, ProblemHttpResult>> ReplayAsync(
        string app, string id, HttpContext context, IPushHistory history, CancellationToken cancellationToken)
    {
        var (request, problem) = await ReadAsync(context, cancellationToken);
        if (request is null)
            return problem!;
        return await history.ReplayAsync(app, id, request, cancellationToken)
            ? TypedResults.Accepted((string?)null, new ReplayAnswer(1))
            : Problems.NotFound("This app has no push of this id.");
    }

    private static async Task<Results<Accepted<ReplayAnswer>, ProblemHttpResult>> ReplayDeadLettersAsync(
        string app, HttpContext context, IPushHistory history, CancellationToken cancellationToken)
    {
        var (request, problem) = await ReadAsync(context, cancellationToken);
        if (request is null)
            return problem!;
        var count = await history.ReplayDeadLettersAsync(app, request, cancellationToken);
        return TypedResults.Accepted((string?)null, new ReplayAnswer(count));
    }

    private static async ValueTask<(ReplayRequest? Request, ProblemHttpResult? Problem)> ReadAsync(
        HttpContext context, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(context.Request, cancellationToken) is not { } body)
            return (null, RequestBody.TooLarge);
        try
        {
            var reason = body.Length == 0 ? null : JsonSerializer.Deserialize(body.Span, ApiJson.Default.ReplayBody)?.Reason;
            return reason is { Length: > MaxReasonLength }
                ? (null, Problems.BadRequest($"reason: at most {MaxReasonLength} characters."))
                : (new ReplayRequest(AdminActor.From(context), reason), null);
        }
        catch (JsonException)
        {
            return (null, Problems.BadRequest("The body is not of the form {\"reason\": \"…\"}; it may be left out."));
        }
    }
}

/// <summary>Why a push is handled once more.</summary>
internal sealed record ReplayBody(string? Reason);

/// <summary>How many pushes were queued again.</summary>
internal sealed record ReplayAnswer(int Replayed);
