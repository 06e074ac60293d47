using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Operations;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Operations;

/// <summary>Bulk work: how far it is, and its end.</summary>
internal static class OperationEndpoints
{
    private const string Unknown = "There is no operation of this id. One that ended is known for seven days.";

    /// <summary>Where an operation is found.</summary>
    public static string PathOf(string id) => $"{AdminRoutes.Prefix}operations/{id}";

    /// <summary>Maps <c>operations</c>.</summary>
    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        api.MapGet("operations", ListAsync)
            .WithTags("Operations")
            .WithSummary("Bulk work that runs, or ended within seven days, newest first")
            .WithDescription(
                "app and state filter. A key that is for some apps sees what belongs to those. limit: 1 to 200, 50 if left out. "
                + "cursor: the next of the page before.")
            .ProducesValidationProblem();
        api.MapGet("operations/{id}", FindAsync)
            .WithTags("Operations")
            .WithSummary("How far bulk work is")
            .WithDescription("done and failed together may stay below total where others replayed or discarded some of it meanwhile.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("operations/{id}/cancel", CancelAsync)
            .WithTags("Operations")
            .WithSummary("End bulk work: what is not done by then stays as it is")
            .Produces<OperationView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<OperationViewPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string? app,
        string? state,
        string? limit,
        string? cursor,
        HttpContext context,
        IOperations operations,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var wanted = query.Word<OperationState>("state", Given(state));
        var max = query.Limit(limit);
        if (Given(cursor) is { } place && !Guid.TryParseExact(place, "N", out _))
            query.Wrong("cursor", "is not one that this list answered with.");
        if (query.Problem is { } problem)
            return problem;
        var actor = AdminActor.From(context);
        if (Given(app) is { } name && !actor.MayUse(name))
            return TypedResults.Problem($"The key {actor.Name} is not for the app {name}.", statusCode: StatusCodes.Status403Forbidden);

        // Ids are made in the order of time.
        var found = (await operations.ListAsync(Given(app) is { } one ? new HashSet<string> { one } : actor.Apps, cancellationToken))
            .Where(operation => (wanted is null || operation.State == wanted)
                && (Given(cursor) is null || string.CompareOrdinal(operation.Id, cursor) < 0))
            .OrderByDescending(operation => operation.Id, StringComparer.Ordinal).Take(max + 1).ToList();
        var page = found.Take(max).Select(OperationView.From).ToList();
        return TypedResults.Ok(new OperationViewPage(page, found.Count > max ? page[^1].Id : null));
    }

    private static async Task<Results<Ok<OperationView>, ProblemHttpResult>> FindAsync(
        string id, HttpContext context, IOperations operations, CancellationToken cancellationToken) =>
        await FindOwnAsync(context, operations, id, cancellationToken) is { } operation
            ? TypedResults.Ok(OperationView.From(operation))
            : Problems.NotFound(Unknown);

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> CancelAsync(
        string id, HttpContext context, IOperations operations, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(context, operations, id, cancellationToken) is not { } operation)
            return Problems.NotFound(Unknown);
        if (await operations.CancelAsync(id, CancellationToken.None) is not { } cancelled)
            return Problems.Conflict("The operation has ended already.");
        await audit.WriteAsync(
            context, AuditActions.CancelOperation, AuditObject.Operation(id), operation.App, after: new() { ["done"] = cancelled.Done });
        return TypedResults.Accepted(PathOf(id), OperationView.From(cancelled));
    }

    // Of another app's it says the same as of one that there is not.
    private static async ValueTask<Operation?> FindOwnAsync(
        HttpContext context, IOperations operations, string id, CancellationToken cancellationToken) =>
        await operations.FindAsync(id, cancellationToken) is { } operation && AdminActor.From(context).MayUse(operation.App)
            ? operation
            : null;

    // "app=&state=" is how a form with empty fields is sent: it filters by nothing.
    private static string? Given(string? parameter) => string.IsNullOrEmpty(parameter) ? null : parameter;
}
