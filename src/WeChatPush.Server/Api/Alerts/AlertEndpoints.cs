using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Alerts;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Apps;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Alerts;

/// <summary>Where alerts are sent. They are of all apps, so a key that is for some apps has no part in them.</summary>
internal static class AlertEndpoints
{
    /// <summary>Maps <c>alerts</c> and <c>alerts/test</c>.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("alerts", List)
            .WithTags("Alerts")
            .WithSummary("Where alerts are sent")
            .WithDescription(
                "Those of the configuration and the stored ones. Addresses are masked beyond the host, as the rest holds a robot's key. "
                + "ETag is what PUT takes as If-Match.");
        routes.MapPut("alerts", ReplaceAsync)
            .WithTags("Alerts")
            .WithSummary("Replace the stored destinations")
            .WithDescription(
                "{items: [{name, kind: Webhook | WeCom | DingTalk | Feishu, url?, secret?, on?: [dead, stopped, spooling, handlerMissing, lag]}]}. "
                + "If-Match is needed (428): 412 if somebody else changed them meanwhile. A name that is stored keeps the address and "
                + "the secret that are left out; an empty secret takes it away. They are in force at every instance within a second.")
            .AcceptsBody<AlertsRequest>()
            .Produces<AlertsView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        routes.MapPost("alerts/test", TestAsync)
            .WithTags("Alerts")
            .WithSummary("Send a test message now")
            .WithDescription(
                "To the destination of a name, or to all. The answer is 200 also if a robot refused: detail has its own code and text.")
            .AcceptsOptionalBody<AlertTestRequest>()
            .Produces<AlertTestView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static Results<Ok<AlertsView>, ProblemHttpResult> List(HttpContext context, IAlerts alerts) =>
        Refuse(context) is { } refusal ? refusal : TypedResults.Ok(View(context, alerts));

    private static async Task<IResult> ReplaceAsync(
        HttpContext context, IAlerts alerts, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refusal)
            return refusal;
        var (expected, wrong) = IfMatch.Read(context.Request);
        if (wrong is not null)
            return wrong;
        if (await RequestBody.ReadAsync<AlertsRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        if (expected is null)
            return IfMatch.Needed("destinations");
        var change = await alerts.ReplaceAsync([.. body.Value.Items.Select(item => item.ToOptions())], expected, cancellationToken);
        switch (change.Outcome)
        {
            case AlertChangeOutcome.Invalid:
                body.Errors.AddRules(change.Errors);
                return body.Errors.ToProblem(Wrong);
            case AlertChangeOutcome.NoSealingKey:
                return Problems.Conflict(
                    "Nothing seals the robots' keys: set WeChatPush:Secrets:Key to base64 of 32 bytes (openssl rand -base64 32), the "
                    + "same for every instance.");
            case AlertChangeOutcome.VersionMismatch:
                return TypedResults.Problem(
                    $"The destinations were changed meanwhile: their version is {change.Version} now. Read them again.",
                    statusCode: StatusCodes.Status412PreconditionFailed);
        }

        await audit.WriteAsync(
            context, AuditActions.ChangeAlerts, AuditObject.Alerts, before: AlertsView.Describe(change.Before), after: AlertsView.Describe(change.After));
        return TypedResults.Ok(View(context, alerts));
    }

    private static async Task<IResult> TestAsync(
        HttpContext context, IAlerts alerts, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refusal)
            return refusal;
        if (await RequestBody.ReadOptionalAsync<AlertTestRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (body.Errors.Any)
            return body.Errors.ToProblem("The test is wrong.");
        var name = body.Value.Name;
        if (name is not null && alerts.List().All(target => target.Name != name))
            return Problems.NotFound("There is no destination of this name.");
        await audit.WriteAsync(context, AuditActions.TestAlerts, AuditObject.Alerts, after: new JsonObject { ["name"] = name });
        var deliveries = await alerts.TestAsync(name, cancellationToken);
        return TypedResults.Ok(new AlertTestView(
            [.. deliveries.Select(one => new AlertDeliveryView(one.Name, one.Delivered, one.Status, one.Detail))]));
    }

    private const string Wrong = "The destinations are wrong.";

    private static AlertsView View(HttpContext context, IAlerts alerts)
    {
        var view = AlertsView.From(alerts);
        context.Response.Headers.ETag = IfMatch.Format(view.Version);
        context.Response.Headers.CacheControl = "no-store";
        return view;
    }

    private static ProblemHttpResult? Refuse(HttpContext context) => AdminActor.From(context) is { Apps: not null } actor
        ? TypedResults.Problem(
            $"Alerts are of all apps; the key {actor.Name} is for some.", statusCode: StatusCodes.Status403Forbidden)
        : null;
}
