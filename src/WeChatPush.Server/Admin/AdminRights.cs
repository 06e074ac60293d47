namespace WeChatPush.Server.Admin;

/// <summary>
/// Asks, once the route is known, whether the key may: 403 names what is missing. Of an app that is not among the key's it says the
/// same whether there is such an app or not.
/// </summary>
internal static class AdminRights
{
    /// <summary>Of a route without a <see cref="RequiredRole"/>, which is none of the admin API, nothing is asked.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is { Role: var role }
        && FindMissing(AdminActor.From(context), role, context.Request.RouteValues["app"] as string) is { } missing
            ? RefuseAsync(context, missing)
            : next(context);

    /// <summary>The word of a role, as texts have it.</summary>
    public static string WordOf(AdminRole role) => role switch
    {
        AdminRole.Viewer => "viewer",
        AdminRole.Operator => "operator",
        _ => "admin",
    };

    private static string? FindMissing(AdminActor actor, AdminRole role, string? app)
    {
        if (actor.Role < role)
            return $"This needs the role {WordOf(role)}; the key {actor.Name} is {Article(actor.Role)} {WordOf(actor.Role)}.";
        return app is not null && !actor.MayUse(app) ? $"The key {actor.Name} is not for the app {app}." : null;
    }

    private static string Article(AdminRole role) => role is AdminRole.Viewer ? "a" : "an";

    private static async Task RefuseAsync(HttpContext context, string detail)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status403Forbidden, Detail = detail },
        });
    }
}
