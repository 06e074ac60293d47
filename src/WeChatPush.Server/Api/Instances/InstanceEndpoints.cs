using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Coordination;

namespace WeChatPush.Server.Api.Instances;

/// <summary>The instances of the fleet.</summary>
internal static class InstanceEndpoints
{
    /// <summary>Maps <c>GET instances</c>.</summary>
    public static void MapInstances(this IEndpointRouteBuilder api) =>
        api.MapGet("instances", ListAsync)
            .WithTags("Instances")
            .WithSummary("The instances of the fleet, the oldest first")
            .WithDescription(
                "Those that share the store and were seen within 45 s; each says every 10 s that it is there. Without a shared store: this one.");

    private static async Task<Ok<InstanceList>> ListAsync(IInstances instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(new InstanceList(await instances.ListAsync(cancellationToken), Next: null));
}

/// <summary>The instances of the fleet.</summary>
/// <param name="Items">The instances.</param>
/// <param name="Next">Always null: the list has one page.</param>
internal sealed record InstanceList(IReadOnlyList<Instance> Items, string? Next);
