namespace WeChatPush.Server.Admin;

/// <summary>Who may ask for which route of the admin API: every route has its line here, and every line its route.</summary>
internal static class AdminRoutes
{
    /// <summary>Before the pattern of every route.</summary>
    public const string Prefix = "/api/v1/";

    private const AdminRole Viewer = AdminRole.Viewer;
    private const AdminRole Operator = AdminRole.Operator;
    private const AdminRole Admin = AdminRole.Admin;

    /// <summary>The routes.</summary>
    public static readonly IReadOnlyList<AdminRoute> Table =
    [
        new("GET", "apps", Viewer),
        new("POST", "apps", Admin),
        new("GET", "apps/{app}", Viewer),
        new("PATCH", "apps/{app}", Admin),
        new("DELETE", "apps/{app}", Admin),
        new("POST", "apps/{app}/rotate", Admin),
        new("POST", "apps/{app}/rotate/finish", Admin),
        new("GET", "apps/{app}/rules", Viewer),
        new("PUT", "apps/{app}/rules", Admin),
        new("GET", "apps/{app}/rules/versions", Viewer),
        new("POST", "apps/{app}/rules/undo", Admin),
        new("POST", "apps/{app}/rules/test", Viewer),
        new("GET", "apps/{app}/forwards", Viewer),
        new("POST", "apps/{app}/forwards/test", Operator),
        new("POST", "apps/{app}/forwards/pause", Operator),
        new("POST", "apps/{app}/forwards/resume", Operator),
        new("GET", "apps/{app}/handshakes", Viewer),
        new("POST", "apps/{app}/check", Operator),
        new("GET", "events", Viewer),
        new("GET", "stats", Viewer),
        new("GET", "apps/{app}/messages", Viewer),
        new("GET", "apps/{app}/messages/count", Viewer),
        new("GET", "apps/{app}/messages/{id}", Viewer),
        new("GET", "apps/{app}/messages/{id}/curl", Operator),
        new("POST", "apps/{app}/messages/{id}/bookmark", Operator),
        new("GET", "apps/{app}/bookmarks", Viewer),
        new("DELETE", "apps/{app}/bookmarks/{name}", Admin),
        new("POST", "apps/{app}/messages/{id}/replay", Operator),
        new("GET", "apps/{app}/dead-letters/groups", Viewer),
        new("POST", "apps/{app}/dead-letters/replay", Operator),
        new("POST", "apps/{app}/dead-letters/discard", Operator),
        new("POST", "apps/{app}/customer-messages", Operator),
        new("POST", "apps/{app}/typing", Operator),
        new("GET", "apps/{app}/conversations", Viewer),
        new("GET", "apps/{app}/conversations/{openId}", Viewer),
        new("POST", "apps/{app}/conversations/{openId}/done", Operator),
        new("GET", "apps/{app}/users/{openId}/window", Viewer),
        new("POST", "apps/{app}/media", Operator),
        new("GET", "apps/{app}/templates", Viewer),
        new("POST", "apps/{app}/credits", Operator),
        new("GET", "apps/{app}/credits", Viewer),
        new("GET", "apps/{app}/credits/{openId}", Viewer),
        new("POST", "apps/{app}/pushes", Operator),
        new("POST", "apps/{app}/campaigns", Operator),
        new("GET", "apps/{app}/campaigns", Viewer),
        new("POST", "apps/{app}/campaigns/preview", Operator),
        new("GET", "apps/{app}/campaigns/{id}", Viewer),
        new("PATCH", "apps/{app}/campaigns/{id}", Operator),
        new("POST", "apps/{app}/campaigns/{id}/start", Operator),
        new("POST", "apps/{app}/campaigns/{id}/pause", Operator),
        new("POST", "apps/{app}/campaigns/{id}/resume", Operator),
        new("POST", "apps/{app}/campaigns/{id}/cancel", Operator),
        new("GET", "apps/{app}/campaigns/{id}/recipients", Viewer),
        new("GET", "apps/{app}/campaigns/{id}/recipients.csv", Viewer),
        new("GET", "apps/{app}/access-token", Operator),
        new("DELETE", "apps/{app}/users/{openId}", Admin),
        new("GET", "instances", Viewer),
        new("GET", "operations", Viewer),
        new("GET", "operations/{id}", Viewer),
        new("POST", "operations/{id}/cancel", Operator),
        new("GET", "keys", Admin),
        new("POST", "keys", Admin),
        new("DELETE", "keys/{name}", Admin),
        new("GET", "alerts", Admin),
        new("PUT", "alerts", Admin),
        new("POST", "alerts/test", Admin),
        new("GET", "audit", Admin),
        new("GET", "audit.ndjson", Admin),
    ];

    private static readonly Dictionary<string, AdminRole> Roles =
        Table.ToDictionary(route => route.ToString(), route => route.Role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a route that is being mapped its role; for the group of all of them.</summary>
    /// <exception cref="InvalidOperationException">The table does not have the route.</exception>
    public static void AddRole(EndpointBuilder endpoint)
    {
        var roles = Names((endpoint as RouteEndpointBuilder)?.RoutePattern.RawText, endpoint.Metadata)
            .Select(name => Roles.TryGetValue(name, out var role)
                ? role
                : throw new InvalidOperationException(
                    $"The route {name} has no role: add a line for it to {nameof(AdminRoutes)}.{nameof(Table)}."))
            .ToList();
        endpoint.Metadata.Add(new RequiredRole(roles.Max()));
    }

    /// <summary>What is wrong between the table and the routes that are mapped, one line each.</summary>
    public static IReadOnlyList<string> FindMistakes(IEnumerable<Endpoint> endpoints)
    {
        var mapped = endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsOfApi(endpoint.RoutePattern.RawText))
            .Select(endpoint => (
                Names: Names(endpoint.RoutePattern.RawText, endpoint.Metadata).ToList(),
                HasRole: endpoint.Metadata.GetMetadata<RequiredRole>() is not null))
            .ToList();
        var names = mapped.SelectMany(route => route.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. mapped.Where(route => !route.HasRole)
                .Select(route => $"The route {string.Join(", ", route.Names)} takes any key: map it in the group of the admin API."),
            .. Table.Select(route => route.ToString()).Where(name => !names.Contains(name))
                .Select(name => $"{nameof(AdminRoutes)}.{nameof(Table)} has {name}, and there is no such route."),
        ];
    }

    private static bool IsOfApi(string? pattern) =>
        $"/{pattern?.TrimStart('/')}/".StartsWith("/api/", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Names(string? pattern, IEnumerable<object> metadata) =>
        (metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? ["(any method)"])
        .Select(method => $"{method} /{pattern?.TrimStart('/')}");
}

/// <summary>A route and its role.</summary>
/// <param name="Method">The method of the request.</param>
/// <param name="Pattern">The pattern below <see cref="AdminRoutes.Prefix"/>.</param>
/// <param name="Role">Who may ask for it.</param>
internal sealed record AdminRoute(string Method, string Pattern, AdminRole Role)
{
    /// <summary>The route in one line, as <c>GET /api/v1/apps</c>.</summary>
    public override string ToString() => $"{Method} {AdminRoutes.Prefix}{Pattern}";
}

/// <summary>The role that a route needs.</summary>
internal sealed record RequiredRole(AdminRole Role);
