using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Handling;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Forwards;

/// <summary>The destinations of forwards.</summary>
internal static class ForwardEndpoints
{
    private const string Wrong = "The request is wrong.";
    private const int MaxReasonLength = 500;

    /// <summary>Maps <c>forwards</c> of an app, and all below.</summary>
    public static void MapForwards(this IEndpointRouteBuilder app)
    {
        app.MapGet("forwards", List)
            .WithTags("Forwards")
            .WithSummary("The destinations of the rules, and how they do")
            .WithDescription(
                $"One for each address; the figures are of the instance that answers, of its last {ForwardDestination.MaxCalls} requests "
                + "since its start. state: open, paused (by an operator), leftAlone (it failed too often; retryAt says until when).")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPost("forwards/test", TestAsync)
            .WithTags("Forwards")
            .WithSummary("Post a test event to a destination now")
            .WithDescription(
                "{id}. An event wechatpush_test, signed as a push is, whether the destination is paused or not. What it answers is shown; "
                + "nothing is sent because of it. 200 also if it failed: taken is false then, and problem says why.")
            .AcceptsBody<ForwardTestRequest>()
            .Produces<ForwardTest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        app.MapMove(
            "pause",
            "Let nothing be forwarded to a destination, at every instance",
            "{id, reason?}. Its pushes wait, in the order of their users, and that counts as no attempt. WeChat's requests that wait for its "
            + "answer get 503.",
            static (forwards, app, id, cancellationToken) => forwards.PauseAsync(app, id, cancellationToken));
        app.MapMove(
            "resume",
            "End the pause of a destination",
            "{id, reason?}. What waited is forwarded within a minute.",
            static (forwards, app, id, cancellationToken) => forwards.ResumeAsync(app, id, cancellationToken));
    }

    private static void MapMove(
        this IEndpointRouteBuilder app,
        string word,
        string summary,
        string description,
        Func<IForwards, string, string, CancellationToken, ValueTask<bool?>> move) =>
        app.MapPost($"forwards/{word}", async Task<Results<Ok<ForwardDestination>, ValidationProblem, ProblemHttpResult>> (
                string app, HttpContext context, IForwards forwards, AuditTrail audit, CancellationToken cancellationToken) =>
            {
                if (await RequestBody.ReadAsync<ForwardMoveRequest>(context.Request, cancellationToken) is not { } body)
                    return RequestBody.TooLarge;
                if (body.Value.Reason is { Length: > MaxReasonLength })
                    body.Errors.Add("reason", $"must have at most {MaxReasonLength} characters");
                if (body.Errors.Any)
                    return body.Errors.ToProblem(Wrong);
                var id = body.Value.Id;
                var changed = await move(forwards, app, id, CancellationToken.None);
                if (changed == true)
                    await audit.WriteAsync(context, AuditActions.MoveForward(word), AuditObject.Forward(id), app, reason: body.Value.Reason);
                return changed is not null && forwards.List(app)?.FirstOrDefault(destination => destination.Id == id) is { } now
                    ? TypedResults.Ok(now)
                    : NotFound;
            })
            .WithTags("Forwards")
            .WithSummary(summary)
            .WithDescription(description)
            .AcceptsBody<ForwardMoveRequest>()
            .Produces<ForwardDestination>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static Results<Ok<ForwardDestinations>, ProblemHttpResult> List(string app, IForwards forwards) =>
        forwards.List(app) is { } destinations ? TypedResults.Ok(new ForwardDestinations(destinations)) : NotFound;

    private static async Task<Results<Ok<ForwardTest>, ValidationProblem, ProblemHttpResult>> TestAsync(
        string app, HttpContext context, IForwards forwards, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<ForwardTestRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        if (await forwards.TestAsync(app, body.Value.Id, cancellationToken) is not { } test)
            return NotFound;
        await audit.WriteAsync(
            context, AuditActions.MoveForward("test"), AuditObject.Forward(body.Value.Id), app, after: new() { ["taken"] = test.Taken });
        return TypedResults.Ok(test);
    }

    private static ProblemHttpResult NotFound => Problems.NotFound("No rule of this app forwards to a destination of this id.");
}
