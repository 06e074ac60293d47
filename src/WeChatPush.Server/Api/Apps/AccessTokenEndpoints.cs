using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeChatPush.Sending;

namespace WeChatPush.Server.Api.Apps;

/// <summary>The access token, for other services of the same mini program.</summary>
internal static class AccessTokenEndpoints
{
    /// <summary>Maps <c>GET access-token</c> of an app.</summary>
    public static void MapAccessToken(this IEndpointRouteBuilder app) =>
        app.MapGet("access-token", GetAsync)
            .WithTags("Sending")
            .WithSummary("The access token in force")
            .WithDescription(
                "Take the token from here instead of fetching one elsewhere, which would end this one. Ask again when it expires. "
                + "502: WeChat gives none, detail says why.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<AccessTokenView>, ProblemHttpResult>> GetAsync(
        string app, HttpContext context, IAccessTokens tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = "no-store";
        var result = await tokens.GetAsync(app, cancellationToken);
        if (result.Succeeded)
            return TypedResults.Ok(new AccessTokenView(result.AccessToken, result.ExpiresAt.Value));

        if (result.RetryAfter is { } retry)
        {
            var seconds = Math.Max(1, Math.Ceiling((retry - time.GetUtcNow()).TotalSeconds));
            headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(
            result.ErrMsg,
            title: "There is no access token.",
            statusCode: StatusCodes.Status502BadGateway,
            extensions: new Dictionary<string, object?> { ["errcode"] = result.ErrCode });
    }
}

/// <summary>An access token and when it expires.</summary>
internal sealed record AccessTokenView(string AccessToken, DateTimeOffset ExpiresAt);
