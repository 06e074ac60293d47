using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Spool;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Apps;

/// <summary>The list of mini programs and how each is doing.</summary>
internal static class AppEndpoints
{
    /// <summary>Maps <c>GET apps</c>.</summary>
    public static void MapApps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("apps", ListAsync)
            .WithTags("Apps")
            .WithSummary("The mini programs")
            .WithDescription("Those that the key is for, each with its settings, without secrets, and with what happened since this process started.")
            .ProducesValidationProblem();

    private static async Task<Results<Ok<AppViewPage>, ValidationProblem>> ListAsync(
        string? limit,
        string? cursor,
        HttpContext context,
        IAppCatalog catalog,
        IReceiveStatistics statistics,
        ISendingStatus sending,
        IPushHistory history,
        ISpoolDepth spool,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var size = query.Limit(limit);
        var actor = AdminActor.From(context);
        if (cursor is not null && (!actor.MayUse(cursor) || catalog.FindOptions(cursor) is null))
            query.Wrong("cursor", "is not one that this list answered with.");
        if (query.Problem is { } problem)
            return problem;

        var page = actor.Apps is { } own ? List(catalog, own, cursor, size) : catalog.List(cursor, size);
        var views = new List<AppView>();
        foreach (var (name, app) in page.Items)
        {
            var backlog = await CountAsync(history, name, cancellationToken);
            views.Add(AppView.From(name, app, statistics.Read(name), sending.Get(name), backlog, spool.CountOf(name)));
        }

        return TypedResults.Ok(new AppViewPage(views, page.Next));
    }

    private static AppPage List(IAppCatalog catalog, IReadOnlySet<string> own, string? after, int limit)
    {
        var found = new List<AppEntry>();
        foreach (var name in own.Where(name => string.CompareOrdinal(name, after) > 0).Order(StringComparer.Ordinal))
        {
            if (catalog.FindOptions(name) is not { } options)
                continue;
            if (found.Count == limit)
                return new(found, found[^1].Name);
            found.Add(new(name, options));
        }

        return new(found, null);
    }

    // The list is what one looks at when the store is away.
    private static async ValueTask<PushBacklog?> CountAsync(
        IPushHistory history, string app, CancellationToken cancellationToken)
    {
        try
        {
            return await history.CountAsync(app, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
