using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using WeChatPush.Admin;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Audit;

/// <summary>Who did what through the admin API.</summary>
internal static class AuditEndpoints
{
    private const int BatchSize = 500;

    /// <summary>Maps <c>audit</c> and <c>audit.ndjson</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("audit", ListAsync)
            .WithTags("Audit")
            .WithSummary("Who did what, newest first")
            .WithDescription(
                "Changes, sends and revealed payloads, without secrets and texts. A key that is for some apps sees what belongs to "
                + "those. A page may be shorter than its limit, and empty, although more follow: next says.")
            .ProducesValidationProblem();
        routes.MapGet("audit.ndjson", WriteAsync)
            .WithTags("Audit")
            .WithSummary("The same as one file, an entry in each line, however many they are")
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson")
            .ProducesValidationProblem();
    }

    private static async Task<Results<Ok<AuditViewPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string? actor,
        string? action,
        string? app,
        string? since,
        string? limit,
        string? cursor,
        HttpContext context,
        IAuditLog log,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = Read(query, context, actor, action, app, since) with { Limit = query.Limit(limit), Cursor = cursor };
        if (query.Problem is { } problem)
            return problem;
        if (Refuse(context, app) is { } refusal)
            return refusal;
        try
        {
            var page = await log.ListAsync(filter, cancellationToken);
            return TypedResults.Ok(new AuditViewPage([.. page.Items.Select(AuditView.From)], page.Next));
        }
        catch (FormatException)
        {
            query.Wrong("cursor", "is not one that this list answered with.");
            return query.Problem!;
        }
    }

    private static async Task<Results<PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> WriteAsync(
        string? actor,
        string? action,
        string? app,
        string? since,
        HttpContext context,
        IAuditLog log,
        IOptions<JsonOptions> json,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = Read(query, context, actor, action, app, since) with { Limit = BatchSize };
        if (query.Problem is { } problem)
            return problem;
        if (Refuse(context, app) is { } refusal)
            return refusal;

        // A store that is away is an answer of its own; in the middle it can only break the connection.
        var first = await log.ListAsync(filter, cancellationToken);
        return TypedResults.Stream(
            body => WriteLinesAsync(body, first, filter, log, json.Value.SerializerOptions, cancellationToken),
            "application/x-ndjson",
            "audit.ndjson");
    }

    private static async Task WriteLinesAsync(
        Stream body,
        AuditPage page,
        AuditFilter filter,
        IAuditLog log,
        JsonSerializerOptions json,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var entry in page.Items)
            {
                await JsonSerializer.SerializeAsync(body, AuditView.From(entry), json.GetTypeInfo(typeof(AuditView)), cancellationToken);
                await body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            await body.FlushAsync(cancellationToken);
            if (page.Next is null)
                return;
            page = await log.ListAsync(filter with { Cursor = page.Next }, cancellationToken);
        }
    }

    private static AuditFilter Read(
        QueryReader query, HttpContext context, string? actor, string? action, string? app, string? since) => new()
    {
        Actor = Given(actor),
        Action = Given(action),
        Apps = Given(app) is { } one ? [one] : AdminActor.From(context).Apps,
        Since = query.Time("since", Given(since)),
    };

    private static ProblemHttpResult? Refuse(HttpContext context, string? app) =>
        Given(app) is { } name && AdminActor.From(context) is var actor && !actor.MayUse(name)
            ? TypedResults.Problem($"The key {actor.Name} is not for the app {name}.", statusCode: StatusCodes.Status403Forbidden)
            : null;

    // "actor=&app=" is how a form with empty fields is sent: it filters by nothing.
    private static string? Given(string? parameter) => string.IsNullOrEmpty(parameter) ? null : parameter;
}
