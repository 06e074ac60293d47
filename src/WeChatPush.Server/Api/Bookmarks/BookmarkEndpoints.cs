using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Bookmarks;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Bookmarks;

/// <summary>Payloads that are kept under a name.</summary>
internal static class BookmarkEndpoints
{
    private const int MaxName = 64;

    /// <summary>Maps <c>messages/{id}/bookmark</c> and <c>bookmarks</c> of an app.</summary>
    public static void MapBookmarks(this IEndpointRouteBuilder app)
    {
        app.MapPost("messages/{id}/bookmark", SaveAsync)
            .WithTags("Bookmarks")
            .WithSummary("Keep a copy of a push under a name")
            .WithDescription(
                $"One that is kept under the name goes. At most {Bookmark.MaxPerApp} of an app, and {Bookmark.MaxCharacters} "
                + "characters together. They are sealed, stay when the push is swept, and go when the user or the app is erased.")
            .AcceptsBody<BookmarkRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        app.MapGet("bookmarks", ListAsync)
            .WithTags("Bookmarks")
            .WithSummary("The payloads that are kept under a name")
            .WithDescription("For a viewer what the user wrote is masked in message and raw.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapDelete("bookmarks/{name}", RemoveAsync)
            .WithTags("Bookmarks")
            .WithSummary("Forget a bookmark")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<BookmarkView>, ValidationProblem, ProblemHttpResult>> SaveAsync(
        string app,
        string id,
        HttpContext context,
        IPushHistory history,
        IBookmarks bookmarks,
        AuditTrail audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<BookmarkRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (!body.Errors.Any && (string.IsNullOrWhiteSpace(body.Value.Name) || body.Value.Name.Length > MaxName
            || body.Value.Name.Any(char.IsControl)))
            body.Errors.Add("name", $"must have 1 to {MaxName} visible characters");
        if (body.Errors.Any)
            return body.Errors.ToProblem("The bookmark is wrong.");
        if (await history.FindAsync(app, id, cancellationToken) is not { } push)
            return Problems.NotFound("This app has no push of this id.");
        if (push.PayloadGone)
            return Problems.Conflict("The payload of this push is gone: WeChatPush:Retention:Payload is over.");

        var bookmark = new Bookmark
        {
            Name = body.Value.Name,
            SavedAt = time.GetUtcNow(),
            MessageId = push.Id,
            OpenId = push.OpenId,
            MsgType = push.MsgType,
            Event = push.Event,
            Body = Encoding.UTF8.GetString(push.Body.Span),
        };
        switch (await bookmarks.SaveAsync(app, bookmark, cancellationToken))
        {
            case BookmarkOutcome.Full:
                return Problems.Conflict($"An app keeps {Bookmark.MaxPerApp} bookmarks at most, of {Bookmark.MaxCharacters} characters together.");
            case BookmarkOutcome.Sealed:
                return Problems.Conflict("Bookmarks are sealed with WeChatPush:Secrets:Key, which is not set or is another one.");
            case BookmarkOutcome.Conflict:
                return Problems.Conflict("The bookmarks were changed at the same time. Try again.");
            default:
                await audit.WriteAsync(context, AuditActions.SaveBookmark, AuditObject.Message(push.Id), app);
                return TypedResults.Ok(BookmarkView.From(bookmark, isMasked: false));
        }
    }

    private static async Task<Ok<BookmarkViewPage>> ListAsync(
        string app, HttpContext context, IBookmarks bookmarks, CancellationToken cancellationToken)
    {
        var isMasked = AdminActor.From(context).Role < AdminRole.Operator;
        var all = await bookmarks.ListAsync(app, cancellationToken);
        return TypedResults.Ok(new BookmarkViewPage([.. all.Select(one => BookmarkView.From(one, isMasked))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string app, string name, HttpContext context, IBookmarks bookmarks, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (!await bookmarks.RemoveAsync(app, name, cancellationToken))
            return Problems.NotFound("This app has no bookmark of this name.");
        await audit.WriteAsync(context, AuditActions.RemoveBookmark, AuditObject.App(app), app);
        return TypedResults.NoContent();
    }
}
