using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Server.Admin;
using WeChatPush.TestSupport.Server;
using Xunit.Abstractions;

namespace WeChatPush.Server.Tests.Admin;

/// <summary>The table of routes and roles, and the routes that there are.</summary>
public sealed class AdminRoutesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Table_AndTheRoutesOfTheServer_AreTheSame()
    {
        using var server = await ServerUnderTest.StartAsync();

        var mapped = RoutesOf(server).Select(route => route.Name).ToList();

        mapped.ShouldBe(AdminRoutes.Table.Select(route => route.ToString()), ignoreOrder: true);
        foreach (var (name, role) in RoutesOf(server).OrderBy(route => route.Name, StringComparer.Ordinal))
        {
            AdminRoutes.Table.Single(route => route.ToString() == name).Role.ShouldBe(role);
            output.WriteLine($"{string.Join(' ', Enum.GetValues<AdminRole>().Select(one => one >= role ? $"{one,-8}" : "-       "))} {name}");
        }
    }

    [Fact]
    public void Table_LetsOnlyThoseWhoMay_ChangeAnything()
    {
        // A test of the rules has a body, and changes nothing.
        AdminRoutes.Table.Where(route => route.Method != "GET" && !route.Pattern.EndsWith("rules/test", StringComparison.Ordinal)).ShouldAllBe(route => route.Role > AdminRole.Viewer);
        AdminRoutes.Table.Single(route => route.Pattern.EndsWith("access-token", StringComparison.Ordinal)).Role.ShouldBe(AdminRole.Operator);
        AdminRoutes.Table.Where(route => route.Method == "DELETE").ShouldAllBe(route => route.Role == AdminRole.Admin);
    }

    [Fact]
    public void AddRole_ToARouteThatIsNotInTheTable_SaysWhereItBelongs()
    {
        var endpoint = Builder("/api/v1/secrets", "GET");

        Should.Throw<InvalidOperationException>(() => AdminRoutes.AddRole(endpoint))
            .Message.ShouldBe("The route GET /api/v1/secrets has no role: add a line for it to AdminRoutes.Table.");
    }

    [Fact]
    public void FindMistakes_NamesRoutesThatTakeAnyKey_AndLinesWithoutARoute()
    {
        var right = AdminRoutes.Table.Skip(1).Select(route =>
        {
            var builder = Builder($"/api/v1/{route.Pattern}", route.Method);
            AdminRoutes.AddRole(builder);
            return builder.Build();
        });
        var open = Builder("api/v2/apps", "GET").Build();
        var other = Builder("/apidocs", "GET").Build();

        AdminRoutes.FindMistakes([.. right, open, other]).ShouldBe(
            [
                "The route GET /api/v2/apps takes any key: map it in the group of the admin API.",
                "AdminRoutes.Table has GET /api/v1/apps, and there is no such route.",
            ]);
    }

    [Fact]
    public async Task Start_WithARouteOutsideTheTable_FailsAndNamesIt()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var changed = server.WithWebHostBuilder(host => host.ConfigureServices(services =>
            services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new OpenRoute())));

        var error = Should.Throw<InvalidOperationException>(() => changed.CreateClient());

        error.Message.ShouldContain("GET /api/v1/open takes any key");
    }

    /// <summary>The routes of the admin API that a server has, with their roles.</summary>
    internal static IReadOnlyList<(string Name, AdminRole Role)> RoutesOf(ServerUnderTest server) =>
    [
        .. from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = $"/{endpoint.RoutePattern.RawText!.Trim('/')}"
           where path.StartsWith("/api/", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
           select ($"{method} {path}", endpoint.Metadata.GetMetadata<RequiredRole>()!.Role),
    ];

    private static RouteEndpointBuilder Builder(string pattern, string method)
    {
        var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0);
        builder.Metadata.Add(new HttpMethodMetadata([method]));
        return builder;
    }

    private sealed class OpenRoute : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseRouting();
            app.UseEndpoints(routes => routes.MapGet("/api/v1/open", () => "anyone"));
        };
    }
}
