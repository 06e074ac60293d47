using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Apps;

/// <summary>Making, changing and deleting apps at run time.</summary>
internal static class StoredAppEndpoints
{
    private const string Versions =
        "If-Match names the version that is changed, as ETag has it: 412 if somebody else changed the app meanwhile. Without it the "
        + "change is made to whichever version there is.";

    private const string Wrong = "The app is wrong.";

    /// <summary>Maps <c>POST apps</c> and what is done with one app.</summary>
    public static void MapStoredApps(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("apps", CreateAsync)
            .WithTags("Apps")
            .WithSummary("Store a new app")
            .WithDescription(
                "The settings are those of the configuration, in camelCase. A token, an EncodingAESKey and a relay's secret that the "
                + "hosting needs are made if they are left out: madeSecrets shows them, once. The app is served by every instance "
                + "within a second.")
            .AcceptsBody<NewAppRequest>()
            .Produces<AppDetailView>(StatusCodes.Status201Created)
            .ProducesChangeProblems();
        routes.MapGet("apps/{app}", FindAsync)
            .WithTags("Apps")
            .WithSummary("An app with every setting but its secrets")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPatch("apps/{app}", ChangeAsync)
            .WithTags("Apps")
            .WithSummary("Change an app")
            .WithDescription(
                "A JSON merge patch: what is left out stays, null takes a setting away, a list is replaced. A forward without secret "
                + "keeps the one that the same address has now. " + Versions)
            .AcceptsBody<AppOptions>("application/merge-patch+json")
            .Produces<AppDetailView>()
            .ProducesChangeProblems();
        routes.MapDelete("apps/{app}", RemoveAsync)
            .WithTags("Apps")
            .WithSummary("Delete a stored app")
            .WithDescription(
                "The answer says what of its data is left. data=keep, or nothing: it stays, nothing of it is handled any more, and what is "
                + "older than the retention is deleted. data=erase: it is erased, once every instance knows that the app is gone; the "
                + "answer counts what went. A request that was cut off may be made again, also when the app is gone already. If-Match is "
                + "honoured.")
            .Produces<RemovedAppView>()
            .ProducesChangeProblems();
        routes.MapPost("apps/{app}/rotate", RotateAsync)
            .WithTags("Apps")
            .WithSummary("Give a secret a new value beside the present one")
            .WithDescription(
                "Both values are live until rotate/finish, or until the old one was not used for seven days. Enter the new one, which "
                + "madeSecrets shows once, in the mini program's console.")
            .AcceptsBody<RotateRequest>()
            .Produces<AppDetailView>()
            .ProducesChangeProblems();
        routes.MapPost("apps/{app}/rotate/finish", FinishAsync)
            .WithTags("Apps")
            .WithSummary("End the life of the old values")
            .Produces<AppDetailView>()
            .ProducesChangeProblems();
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(context.Request, cancellationToken) is not { } bytes)
            return RequestBody.TooLarge;
        var body = BodyReader<NewAppRequest>.Read(bytes);
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        var settings = (JsonObject)JsonNode.Parse(bytes.Span)!;
        settings.Remove("name");
        var name = body.Value.Name;
        // The name stands in the body, where the rights of the route do not look.
        var actor = AdminActor.From(context);
        if (!actor.MayUse(name))
            return TypedResults.Problem($"The key {actor.Name} is not for the app {name}.", statusCode: StatusCodes.Status403Forbidden);
        var change = await apps.CreateAsync(name, settings, cancellationToken);
        if (AppChangeProblems.Find(change, name) is { } problem)
            return problem;
        await audit.WriteAsync(context, AuditActions.CreateApp, AuditObject.App(name), name, after: change.After);
        return TypedResults.Created(
            $"{context.Request.PathBase}{context.Request.Path}/{name}", await ViewAsync(context, name, catalog, apps, change, cancellationToken));
    }

    private static async Task<Results<Ok<AppDetailView>, ProblemHttpResult>> FindAsync(
        string app, HttpContext context, IAppCatalog catalog, IStoredApps apps, CancellationToken cancellationToken) =>
        await ViewAsync(context, app, catalog, apps, change: null, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : AppChangeProblems.NoApp;

    private static async Task<IResult> ChangeAsync(
        string app, HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        var (expected, wrong) = IfMatch.Read(context.Request);
        if (wrong is not null)
            return wrong;
        if (await RequestBody.ReadAsync(context.Request, cancellationToken) is not { } bytes)
            return RequestBody.TooLarge;
        var body = BodyReader<AppOptions>.Read(bytes);
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        var change = await apps.ChangeAsync(app, (JsonObject)JsonNode.Parse(bytes.Span)!, expected, cancellationToken);
        return await AnswerAsync(context, app, AuditActions.ChangeApp, change, catalog, apps, audit, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(
        string app,
        string? data,
        HttpContext context,
        IStoredApps apps,
        IAppCatalog catalog,
        AppData stored,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var fate = query.Word<AppDataFate>("data", data) ?? AppDataFate.Keep;
        if (query.Problem is { } mistake)
            return mistake;
        var (expected, wrong) = IfMatch.Read(context.Request);
        if (wrong is not null)
            return wrong;
        var change = await apps.RemoveAsync(app, expected, cancellationToken);
        var goesOn = fate is AppDataFate.Erase && change.Outcome is AppChangeOutcome.NotFound && catalog.FindOptions(app) is null;
        if (!goesOn && AppChangeProblems.Find(change, app) is { } problem)
            return problem;
        var action = fate is AppDataFate.Erase ? AuditActions.EraseApp : AuditActions.RemoveApp;
        await audit.WriteAsync(context, action, AuditObject.App(app), app, before: change.Before);
        var left = await stored.CountAsync(app, cancellationToken);
        return TypedResults.Ok(
            fate is AppDataFate.Erase && catalog.FindOptions(app) is null
                ? left with { Erased = await stored.EraseAsync(app, cancellationToken) }
                : left);
    }

    private static async Task<IResult> RotateAsync(
        string app, HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<RotateRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem("The rotation is wrong.");
        var change = await apps.RotateAsync(app, body.Value.What, cancellationToken);
        return await AnswerAsync(context, app, AuditActions.RotateSecret, change, catalog, apps, audit, cancellationToken);
    }

    private static async Task<IResult> FinishAsync(
        string app, HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        var change = await apps.FinishRotationAsync(app, cancellationToken);
        return await AnswerAsync(context, app, AuditActions.FinishRotation, change, catalog, apps, audit, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        string app,
        string action,
        AppChange change,
        IAppCatalog catalog,
        IStoredApps apps,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (AppChangeProblems.Find(change, app) is { } problem)
            return problem;
        await audit.WriteAsync(context, action, AuditObject.App(app), app, before: change.Before, after: change.After);
        return await ViewAsync(context, app, catalog, apps, change, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : AppChangeProblems.NoApp;
    }

    private static async ValueTask<AppDetailView?> ViewAsync(
        HttpContext context, string app, IAppCatalog catalog, IStoredApps apps, AppChange? change, CancellationToken cancellationToken)
    {
        if (catalog.FindOptions(app) is not { } options)
            return null;
        var stored = catalog.IsConfigured(app) ? null : await apps.FindAsync(app, cancellationToken);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        if (stored is not null)
            headers.ETag = IfMatch.Format(stored.Version);
        var view = AppDetailView.From(app, options, stored, context.Request);
        return change is { MadeSecrets.Count: > 0 } ? view with { MadeSecrets = change.MadeSecrets } : view;
    }
}
