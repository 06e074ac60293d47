using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Api.Checks;

/// <summary>The check of an app's own push URL.</summary>
internal static class CheckEndpoints
{
    private const string Lines = "application/x-ndjson";

    /// <summary>Maps <c>POST check</c> of an app.</summary>
    public static void MapCheck(this IEndpointRouteBuilder app) =>
        app.MapPost("check", Check)
            .WithTags("Apps")
            .WithSummary("Check the own push URL with everything that WeChat, and a stranger, may send")
            .WithDescription(
                "The cases of the simulator's check, sent to this instance over its own address with the app's token and key, one line of "
                + "JSON for each as soon as it is played, and a last line with the sum. The pushes are of made-up users, whose openid "
                + "begins with \"check.\": they are received, stored and answered like any others, but no rule, handler or forward sees "
                + "them, and no credit comes of them. They stay in the list of messages for their retention; refusals, URL verifications "
                + "and log lines of the check count like a stranger's. 409: a check of the app is under way. 501: this process has no "
                + "address in the network that it could call.")
            .Produces<CheckLine>(StatusCodes.Status200OK, Lines)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status501NotImplemented);

    private static Results<PushStreamHttpResult, ProblemHttpResult> Check(
        string app, HttpContext context, IAppCatalog apps, OwnCheck check)
    {
        if (apps.FindOptions(app) is not { } options)
            return Problems.NotFound("No app of this name is configured.");
        if (OwnPushUrl.FindAddress(context.RequestServices) is not { } address)
        {
            return TypedResults.Problem(
                "This process listens on no address that it could call.", statusCode: StatusCodes.Status501NotImplemented);
        }

        var simulated = OwnPushUrl.From(app, options, address);
        if (simulated.Problem() is { } problem)
            return Problems.Conflict(problem);
        if (!check.TryBegin(app))
            return Problems.Conflict("A check of this app is under way.");
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.Stream(output => check.RunAsync(simulated, output, context.RequestAborted), Lines);
    }
}
