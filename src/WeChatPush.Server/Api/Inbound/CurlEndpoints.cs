using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>A push as a command.</summary>
internal static class CurlEndpoints
{
    /// <summary>Maps <c>messages/{id}/curl</c> of an app.</summary>
    public static void MapCurl(this IEndpointRouteBuilder app) =>
        app.MapGet("messages/{id}/curl", FindAsync)
            .WithTags("Messages")
            .WithSummary("The push as a curl command, signed anew")
            .WithDescription(
                "For the app's push URL, with a fresh timestamp and nonce, encrypted as the app's mode wants it. Its identity is the "
                + "same: a server that has the push takes it for a duplicate. Neither the Token nor a key stands in it.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<CurlView>, ProblemHttpResult>> FindAsync(
        string app, string id, HttpRequest request, IAppCatalog apps, IPushHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await history.FindAsync(app, id, cancellationToken) is not { } push || apps.FindOptions(app) is not { } options)
            return Problems.NotFound("This app has no push of this id.");
        if (push.PayloadGone)
            return Problems.Conflict("The payload of this push is gone: WeChatPush:Retention:Payload is over.");
        var pushUrl = new Uri($"{request.Scheme}://{request.Host}{request.PathBase}/wechat/{app}");
        return CurlCommand.Write(app, options, push, pushUrl, time) is { } command
            ? TypedResults.Ok(new CurlView(command))
            : Problems.Conflict("The stored body of this push cannot be read.");
    }
}

/// <summary>A command for a shell.</summary>
internal sealed record CurlView(string Command);
