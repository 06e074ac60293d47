using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: pushes can be acknowledged.</summary>
internal static class HealthEndpoints
{
    private const string ReadyTag = "ready";

    /// <summary>Maps both. Who shows an admin key sees each check.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", static _ => false);
        Map(routes, "/health/ready", static check => check.Tags.Contains(ReadyTag));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HealthCheckRegistration, bool> checks) =>
        routes.MapHealthChecks(path, new HealthCheckOptions { Predicate = checks, ResponseWriter = WriteAsync });

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var keys = context.RequestServices.GetRequiredService<AdminKeys>();
        var mayKnow = keys.Identify(context.Request.Headers.Authorization) is not null;
        var health = new HealthView(
            Word(report.Status),
            mayKnow ? report.Entries.ToDictionary(entry => entry.Key, entry => View(entry.Value)) : null);
        return context.Response.WriteAsJsonAsync(health, HealthJson.Default.HealthView);
    }

    private static HealthCheckView View(HealthReportEntry entry) =>
        new(Word(entry.Status), entry.Description ?? entry.Exception?.Message);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
