using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Receiving;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Receiving;

/// <summary>WeChat's last URL verifications.</summary>
internal static class HandshakeEndpoints
{
    /// <summary>Maps <c>GET handshakes</c> of an app.</summary>
    public static void MapHandshakes(this IEndpointRouteBuilder app) =>
        app.MapGet("handshakes", ListAsync)
            .WithTags("Apps")
            .WithSummary("WeChat's last URL verifications, newest first")
            .WithDescription(
                "The GETs by which the mini program's console checks the push URL, over all instances, for seven days: at most 20, ten of "
                + "which are kept for good ones. Those that are alike in outcome, address and host are one item with a count. Signatures, "
                + "nonces and echoes are not kept.")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Ok<HandshakeList>> ListAsync(string app, IHandshakes handshakes, CancellationToken cancellationToken)
    {
        var page = await handshakes.ListAsync(app, cancellationToken);
        return TypedResults.Ok(new HandshakeList(
            [.. page.Items.Select(handshake => HandshakeView.From(handshake, app))], Next: null, page.UnknownApps));
    }
}
