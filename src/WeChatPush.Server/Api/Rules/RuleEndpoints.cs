using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Apps;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Rules;

/// <summary>The rules of an app.</summary>
internal static class RuleEndpoints
{
    /// <summary>Maps <c>rules</c> of an app.</summary>
    public static void MapRules(this IEndpointRouteBuilder app)
    {
        app.MapGet("rules", ListAsync)
            .WithTags("Rules")
            .WithSummary("The rules in force, in their order")
            .WithDescription("Without the secrets of forwards. Of stored apps, ETag is what PUT takes as If-Match.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("rules/versions", VersionsAsync)
            .WithTags("Rules")
            .WithSummary("The rules that were in force before, the newest first")
            .WithDescription("Of stored apps; the last twenty, as far as there is room.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPut("rules", ReplaceAsync)
            .WithTags("Rules")
            .WithSummary("Replace the rules")
            .WithDescription(
                "{rules: [...]} as chapter Rules has them, in camelCase. If-Match is needed (428): 412 if somebody else changed the app "
                + "meanwhile. A forward without secret keeps the one that the same address has now.")
            .AcceptsBody<RulesRequest>()
            .Produces<RulesView>()
            .ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        app.MapPost("rules/undo", UndoAsync)
            .WithTags("Rules")
            .WithSummary("Put the rules back that were in force before")
            .WithDescription("The rules that go can be put back likewise. If-Match is honoured.")
            .Produces<RulesView>()
            .ProducesChangeProblems();
    }

    private static async Task<Results<Ok<RulesView>, ProblemHttpResult>> ListAsync(
        string app, HttpContext context, IAppCatalog catalog, IStoredApps apps, CancellationToken cancellationToken) =>
        await ViewAsync(context, app, catalog, apps, cancellationToken) is { } view ? TypedResults.Ok(view) : AppChangeProblems.NoApp;

    private static async Task<Results<Ok<RuleVersionsView>, ProblemHttpResult>> VersionsAsync(
        string app, IAppCatalog catalog, IStoredApps apps, CancellationToken cancellationToken)
    {
        if (catalog.IsConfigured(app))
            return TypedResults.Ok(new RuleVersionsView([]));
        return await apps.FindAsync(app, cancellationToken) is { } stored
            ? TypedResults.Ok(new RuleVersionsView([.. stored.EarlierRules.Select(RuleVersionView.From)]))
            : AppChangeProblems.NoApp;
    }

    private static async Task<IResult> ReplaceAsync(
        string app, HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        var (expected, wrong) = IfMatch.Read(context.Request);
        if (wrong is not null)
            return wrong;
        if (expected is null && !catalog.IsConfigured(app))
            return IfMatch.Required;
        if (await RequestBody.ReadAsync(context.Request, cancellationToken) is not { } bytes)
            return RequestBody.TooLarge;
        var body = BodyReader<RulesRequest>.Read(bytes);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The rules are wrong.");
        var change = await apps.ChangeAsync(app, (JsonObject)JsonNode.Parse(bytes.Span)!, expected, cancellationToken);
        return await AnswerAsync(context, app, AuditActions.ChangeRules, change, catalog, apps, audit, cancellationToken);
    }

    private static async Task<IResult> UndoAsync(
        string app, HttpContext context, IStoredApps apps, IAppCatalog catalog, AuditTrail audit, CancellationToken cancellationToken)
    {
        var (expected, wrong) = IfMatch.Read(context.Request);
        if (wrong is not null)
            return wrong;
        var change = await apps.UndoRulesAsync(app, expected, cancellationToken);
        return await AnswerAsync(context, app, AuditActions.UndoRules, change, catalog, apps, audit, cancellationToken);
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
        await audit.WriteAsync(context, action, AuditObject.App(app), app, before: Rules(change.Before), after: Rules(change.After));
        return await ViewAsync(context, app, catalog, apps, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : AppChangeProblems.NoApp;
    }

    private static async ValueTask<RulesView?> ViewAsync(
        HttpContext context, string app, IAppCatalog catalog, IStoredApps apps, CancellationToken cancellationToken)
    {
        if (catalog.FindOptions(app) is not { } options)
            return null;
        var version = catalog.IsConfigured(app) ? null : (await apps.FindAsync(app, cancellationToken))?.Version;
        if (version is { } stored)
            context.Response.Headers.ETag = IfMatch.Format(stored);
        return new([.. options.Rules.Select(RuleView.From)], version);
    }

    private static JsonObject? Rules(JsonObject? settings) =>
        settings is null ? null : new() { ["rules"] = settings["rules"]?.DeepClone() ?? new JsonArray() };
}
