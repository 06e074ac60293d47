using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Conversations;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Conversations;

/// <summary>Who waits, what was said, and whether it may still be answered.</summary>
internal static class ConversationEndpoints
{
    private const string Unknown = "Nothing is known of this user.";

    /// <summary>Maps <c>users/{openId}/window</c> and <c>conversations</c> of an app.</summary>
    public static void MapConversations(this IEndpointRouteBuilder app)
    {
        app.MapGet("users/{openId}/window", FindWindowAsync)
            .WithTags("Users")
            .WithSummary("Until when a user may be answered, and with how many messages")
            .WithDescription("openUntil and left are null where nothing is known of the user: then WeChat decides.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("conversations", ListAsync)
            .WithTags("Conversations")
            .WithSummary("Users who wrote, by their last message, newest first")
            .WithDescription(
                "state: waiting (no message was sent since, and it was not marked as done), or all, which is meant if it is left "
                + "out. Users are known for a week after their customer-service window closed. lastText is masked for a viewer; "
                + "null: the message is no text, or gone.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("conversations/{openId}", ReadAsync)
            .WithTags("Conversations")
            .WithSummary("What a user wrote and got, newest first")
            .WithDescription(
                "direction: in (messages and entries into the session, the last 50) or out (customer-service messages, the last "
                + "100). state is that of a push; outcome, errcode and errmsg are those of a message that was sent. messageId: the "
                + "push, or the one whose handler sent the message. text, mediaId and content are masked for a viewer.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPost("conversations/{openId}/done", EndAsync)
            .WithTags("Conversations")
            .WithSummary("Mark a conversation as done: the user waits no longer")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<WindowView>> FindWindowAsync(
        string app, string openId, IConversations conversations, CancellationToken cancellationToken) =>
        TypedResults.Ok(WindowView.From(await conversations.FindWindowAsync(app, openId, cancellationToken)));

    private static async Task<Results<Ok<ConversationViewPage>, ValidationProblem>> ListAsync(
        string app,
        string? state,
        string? limit,
        string? cursor,
        HttpContext context,
        IConversations conversations,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var (kind, count) = (query.Word<ConversationState>("state", string.IsNullOrEmpty(state) ? null : state), query.Limit(limit));
        if (query.Problem is { } problem)
            return problem;
        try
        {
            var page = await conversations.ListAsync(app, kind is ConversationState.Waiting, count, cursor, cancellationToken);
            return TypedResults.Ok(ConversationViewPage.From(page, IsMasked(context)));
        }
        catch (FormatException)
        {
            return WrongCursor(query);
        }
    }

    private static async Task<Results<Ok<ConversationEntryViewPage>, ValidationProblem>> ReadAsync(
        string app,
        string openId,
        string? limit,
        string? cursor,
        HttpContext context,
        IConversations conversations,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var count = query.Limit(limit);
        if (query.Problem is { } problem)
            return problem;
        try
        {
            var page = await conversations.ReadAsync(app, openId, count, cursor, cancellationToken);
            return TypedResults.Ok(ConversationEntryViewPage.From(page, IsMasked(context)));
        }
        catch (FormatException)
        {
            return WrongCursor(query);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        string app, string openId, HttpContext context, IConversations conversations, AuditTrail audit)
    {
        if (!await conversations.EndAsync(app, openId))
            return Problems.NotFound(Unknown);
        await audit.WriteAsync(context, AuditActions.EndConversation, AuditObject.User(openId), app);
        return TypedResults.NoContent();
    }

    private static bool IsMasked(HttpContext context) => AdminActor.From(context).Role < AdminRole.Operator;

    private static ValidationProblem WrongCursor(QueryReader query)
    {
        query.Wrong("cursor", "is not one that this list answered with.");
        return query.Problem!;
    }
}

/// <summary>Which conversations are listed.</summary>
internal enum ConversationState
{
    /// <summary>All that are known.</summary>
    All,

    /// <summary>Those in which the user waits for an answer.</summary>
    Waiting,
}
