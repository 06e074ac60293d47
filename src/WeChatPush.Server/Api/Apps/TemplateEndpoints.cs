using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Apps;

/// <summary>The templates of subscribe messages that an app's account has.</summary>
internal static class TemplateEndpoints
{
    /// <summary>Maps <c>GET templates</c> of an app.</summary>
    public static void MapTemplates(this IEndpointRouteBuilder app) =>
        app.MapGet("templates", ListAsync)
            .WithTags("Sending")
            .WithSummary("The account's own templates of subscribe messages")
            .WithDescription(
                "As WeChat lists them, each with the keywords that its content names. The list is cached for ten minutes: "
                + "fetchedAt says how old it is, refresh=true asks WeChat anew. 502: WeChat gives none, detail and hint "
                + "say why.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<SubscribeTemplateList>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string app, string? refresh, ISubscribeTemplates templates, CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var anew = query.Flag("refresh", refresh);
        if (query.Problem is { } problem)
            return problem;

        var result = await templates.GetAsync(app, anew, cancellationToken);
        return result.Succeeded ? TypedResults.Ok(result.List) : NotListed(result);
    }

    private static ProblemHttpResult NotListed(SubscribeTemplatesResult result) => TypedResults.Problem(
        result.ErrMsg,
        title: "WeChat gives no list of templates.",
        statusCode: StatusCodes.Status502BadGateway,
        extensions: new Dictionary<string, object?> { ["errcode"] = result.ErrCode, ["hint"] = result.Hint });
}
