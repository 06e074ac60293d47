using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Operations;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Dead letters: what is broken, and what becomes of many at once.</summary>
internal static class DeadLetterEndpoints
{
    private const string Which =
        "filter: group (a key of dead-letters/groups), msgType, event, openId, and since and until, the times of arrival. since beside it: "
        + "when they became dead letters. dryRun counts only. Otherwise the answer is 202 with an operation, which goes on by itself, over "
        + "restarts: Location and GET operations/{id} show how far it is. Only what is a dead letter when the request comes is touched, "
        + "each once. At most 4 operations of an app run at once; a further one is 409. ";

    /// <summary>Maps <c>dead-letters</c> of an app.</summary>
    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        app.MapGet("dead-letters/groups", GroupAsync)
            .WithTags("Messages")
            .WithSummary("Dead letters by their reason, the largest group first")
            .WithDescription(
                "Reasons that differ in numbers and ids alone are one group; its key stays the same. hours: how many became dead letters in "
                + "each of the last 24 hours, the current one last. succeedsAgainSince, where it is known: since when pushes of the same kind are "
                + "handled again. At most 200000 are looked at, the newest first; searchedUntil says how "
                + "far where there are more. limit: 1 to 200 groups, 50 if left out.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        Describe(app.MapPost("dead-letters/replay", ReplayAsync)
            .WithSummary("Handle dead letters of the app once more")
            .WithDescription(
                "Without a body, or with a reason alone: all of them, before the answer, which is 202 with replayed. " + Which))
            .AcceptsOptionalBody<DeadLettersRequest>();
        Describe(app.MapPost("dead-letters/discard", DiscardAsync)
            .WithSummary("Be done with dead letters of the app")
            .WithDescription(
                Which + "A discarded push is done: it is not handled again, unless it is replayed, and its timeline says who and why. "
                + "filter is required; {} means all."))
            .AcceptsBody<DeadLettersRequest>();
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .WithTags("Messages")
        .Produces<OperationView>(StatusCodes.Status202Accepted)
        .Produces<DeadLetterCountView>()
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<DeadLetterGroupList>, ValidationProblem>> GroupAsync(
        string app, string? limit, IDeadLetters letters, CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var max = query.Limit(limit);
        if (query.Problem is { } problem)
            return problem;
        var groups = await letters.GroupAsync(app, max, cancellationToken);
        return TypedResults.Ok(
            new DeadLetterGroupList(groups.Items, Next: null) { Left = groups.Left, SearchedUntil = groups.SearchedUntil });
    }

    private static async Task<IResult> ReplayAsync(
        string app,
        HttpContext context,
        IPushHistory history,
        IOperations operations,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadOptionalAsync<DeadLettersRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        var isForAll = body.Value is { Filter: null, Since: null, Rate: null, DryRun: null };
        DeadLetterRules.Check(body, needsFilter: false);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The replay is wrong.");
        return isForAll
            ? await ReplayAllAsync(app, body.Value.Reason, context, history, audit, cancellationToken)
            : await StartAsync(app, OperationKind.Replay, body.Value, context, operations, audit, cancellationToken);
    }

    private static async Task<IResult> DiscardAsync(
        string app, HttpContext context, IOperations operations, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<DeadLettersRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        DeadLetterRules.Check(body, needsFilter: true);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The discard is wrong.");
        return await StartAsync(app, OperationKind.Discard, body.Value, context, operations, audit, cancellationToken);
    }

    private static async Task<IResult> ReplayAllAsync(
        string app, string? reason, HttpContext context, IPushHistory history, AuditTrail audit, CancellationToken cancellationToken)
    {
        var (action, subject) = (AuditActions.ReplayDeadLetters, AuditObject.App(app));
        int count;
        try
        {
            count = await history.ReplayDeadLettersAsync(app, new(AdminActor.From(context).Name, reason), cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            await audit.TryWriteIncompleteAsync(context, action, subject, app, reason);
            throw;
        }

        await audit.WriteAsync(context, action, subject, app, reason, after: new() { ["replayed"] = count });
        return TypedResults.Accepted((string?)null, new ReplayAnswer(count));
    }

    private static async Task<IResult> StartAsync(
        string app,
        OperationKind kind,
        DeadLettersRequest request,
        HttpContext context,
        IOperations operations,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var filter = DeadLetterRules.ToFilter(request);
        if (request.DryRun is true)
        {
            var count = await operations.CountAsync(app, filter, cancellationToken);
            return TypedResults.Ok(new DeadLetterCountView(count.Count) { SearchedUntil = count.SearchedUntil });
        }

        // Operations and the audit outlive an erasure of the user.
        var reason = filter.OpenId is { } user
            ? request.Reason?.Replace(user, AuditObject.User(user), StringComparison.Ordinal)
            : request.Reason;
        var asked = new NewOperation
        {
            Kind = kind,
            Filter = filter,
            Rate = request.Rate ?? NewOperation.DefaultRate,
            Actor = AdminActor.From(context).Name,
            Reason = reason,
        };
        if (await operations.StartAsync(app, asked, cancellationToken) is not { } operation)
            return Problems.Conflict($"{IOperations.MaxRunning} operations of this app are running: wait for one, or cancel one.");

        var action = kind is OperationKind.Replay ? AuditActions.ReplayDeadLetters : AuditActions.DiscardDeadLetters;
        var after = new JsonObject
        {
            ["operation"] = operation.Id, ["total"] = operation.Total, ["rate"] = operation.Rate, ["filter"] = DeadLetterRules.ToAudit(filter),
        };
        await audit.WriteAsync(context, action, AuditObject.App(app), app, reason, after: after);
        return TypedResults.Accepted(OperationEndpoints.PathOf(operation.Id), OperationView.From(operation));
    }
}
