using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Users;

/// <summary>What an app stores about its users.</summary>
internal static class UserEndpoints
{
    private const int MaxLength = 128;

    /// <summary>Maps <c>DELETE users/{openId}</c> of an app.</summary>
    public static void MapUsers(this IEndpointRouteBuilder app) =>
        app.MapDelete("users/{openId}", EraseAsync)
            .WithTags("Users")
            .WithSummary("Erase a user")
            .WithDescription(
                "Everything that is stored about the user goes: pushes, those that wait among them, with their bodies, replies, "
                + "timelines and sends, and every push that names the user; credits, windows, and the openid and values in "
                + "campaigns, where the place stays in the counts, as it ended or as cancelled. A push that is being handled is "
                + "dropped when its handling ends. The answer counts what went; a user of whom nothing is stored is no error. "
                + "logRewrite: done, started (Redis writes its append-only file anew), pending (the next minutes do it), or "
                + "refused (say BGREWRITEAOF yourself). 503: a part is done; ask again.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<UserErasure>, ProblemHttpResult>> EraseAsync(
        string app, string openId, HttpContext context, IUserErasure users, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (openId.Length > MaxLength || openId.Any(letter => letter is <= ' ' or >= '\x7f' or '#'))
            return Problems.BadRequest($"openId: visible ASCII characters, at most {MaxLength}.");
        UserErasure erased;
        try
        {
            erased = await users.EraseAsync(app, openId, cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            await audit.TryWriteIncompleteAsync(context, AuditActions.EraseUser, AuditObject.User(openId), app);
            throw;
        }

        var counts = new JsonObject { ["pushes"] = erased.Pushes, ["recipients"] = erased.Recipients };
        await audit.WriteAsync(context, AuditActions.EraseUser, AuditObject.User(openId), app, after: counts);
        return TypedResults.Ok(erased);
    }
}
