using Microsoft.Net.Http.Headers;
using WeChatPush.Server.Admission;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Admin;

/// <summary>
/// Asks for an admin key before anything else is looked at, so that a client without one finds out nothing: not which apps
/// there are, not which routes.
/// </summary>
internal sealed class AdminKeyMiddleware(AdminKeys keys, WrongKeys wrongKeys, IProblemDetailsService problems) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (keys.Identify(authorization) is { } actor)
        {
            context.Features.Set(actor);
            await ConnectionTracking.KeepAsync(context, next);
            return;
        }

        // It may be right: told that it is wrong, a client would take its key for removed.
        if (keys.MayBeStored(authorization))
        {
            context.Response.Headers[HeaderNames.RetryAfter] = "1";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The stored keys cannot be read at the moment.");
            return;
        }

        if (authorization is not null && wrongKeys.Note(context) is { } wait)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = RetryAfter.Format(wait);
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many wrong keys came from this address.");
            return;
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = authorization is null
            ? "Bearer realm=\"WeChatPush\""
            : "Bearer realm=\"WeChatPush\", error=\"invalid_token\"";
        await RefuseAsync(
            context, StatusCodes.Status401Unauthorized, "Send a key of the admin API: Authorization: Bearer <key>.");
    }

    private ValueTask RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = status, Detail = detail },
        });
    }
}
