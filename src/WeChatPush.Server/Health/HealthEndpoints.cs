using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: pushes can be acknowledged.</summary>
internal static class HealthEndpoints
{
    private const string ReadyTag = "ready";

    // No check has it: that the process answers is all it says.
    private const string LiveTag = "live";

    /// <summary>Maps both. A client with an admin key sees each check.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", LiveTag);
        Map(routes, "/health/ready", ReadyTag);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, RecentReport recent) =>
            await WriteAsync(context, await recent.ReadAsync(tag))).ExcludeFromDescription();

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = report.Status is HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        string? authorization = context.Request.Headers.Authorization;
        var keys = context.RequestServices.GetRequiredService<AdminKeys>();
        var actor = keys.Identify(authorization);
        // Answered all the same: a load balancer with an old key must not take the server for a broken one.
        if (authorization is not null && actor is null && !keys.MayBeStored(authorization))
            context.RequestServices.GetRequiredService<WrongKeys>().Note(context);
        var health = new HealthView(
            Word(report.Status),
            actor is not null ? report.Entries.ToDictionary(entry => entry.Key, entry => View(entry.Value, actor)) : null)
        {
            Stops = actor is not null ? StopsOf(report, actor) : null,
        };
        return context.Response.WriteAsJsonAsync(health, HealthJson.Default.HealthView);
    }

    private static IReadOnlyList<HealthStopView>? StopsOf(HealthReport report, AdminActor actor)
    {
        var stops = report.Entries.Values
            .Select(entry => entry.Data.GetValueOrDefault(SendingHealth.Stops))
            .OfType<IReadOnlyList<HealthStopView>>()
            .FirstOrDefault();
        return actor.Apps is null ? stops : stops?.Where(stop => actor.MayUse(stop.App)).ToList();
    }

    // The texts name apps.
    private static HealthCheckView View(HealthReportEntry entry, AdminActor actor) =>
        new(Word(entry.Status), actor.Apps is null ? entry.Description ?? entry.Exception?.Message : null);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
