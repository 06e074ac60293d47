using System.Net;
using System.Text.Json;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Admin;

/// <summary>Every route against every kind of key.</summary>
public sealed class AdminRightsTests
{
    [Fact]
    public async Task Request_OfEveryRoute_PassesForThoseWhoMay_AndIs403ForOthers_AndSaysWhatIsMissing()
    {
        using var server = await RoleKeys.StartAsync();
        foreach (var (name, role) in AdminRoutesTests.RoutesOf(server))
        {
            (await AskAsync(server, name, key: null)).Status.ShouldBe(HttpStatusCode.Unauthorized, name);
            (await AskAsync(server, name, "not-one-of-the-keys")).Status
                .ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
            await CheckAsync(RoleKeys.Viewer, AdminRole.Viewer, "the key viola is a viewer");
            await CheckAsync(RoleKeys.Operator, AdminRole.Operator, "the key olga is an operator");
            await CheckAsync(RoleKeys.Admin, AdminRole.Admin, "");

            async Task CheckAsync(string key, AdminRole has, string who)
            {
                var (status, body) = await AskAsync(server, name, key);
                if (has >= role)
                {
                    status.ShouldNotBe(HttpStatusCode.Forbidden, $"{name} for {has}: {body}");
                    ((int)status).ShouldBeLessThan(500, name);
                }
                else
                {
                    status.ShouldBe(HttpStatusCode.Forbidden, $"{name} for {has}");
                    Detail(body).ShouldBe($"This needs the role {role.ToString().ToLowerInvariant()}; {who}.");
                }
            }
        }
    }

    [Fact]
    public async Task Request_OfEveryRouteOfAnApp_WithAnotherAppsKey_IsTheSame403_WhetherTheAppExistsOrNot()
    {
        using var server = await RoleKeys.StartAsync();
        var routes = AdminRoutesTests.RoutesOf(server).Select(route => route.Name).Where(name => name.Contains("{app}")).ToList();
        routes.Count.ShouldBeGreaterThan(20);
        foreach (var name in routes)
        {
            foreach (var app in new[] { "shop", "nothing", "CAFE" })
            {
                var (status, body) = await AskAsync(server, name, RoleKeys.CafeAdmin, app);

                status.ShouldBe(HttpStatusCode.Forbidden, $"{name} of {app}");
                Detail(body).ShouldBe($"The key cafe admin is not for the app {app}.");
            }

            (await AskAsync(server, name, RoleKeys.CafeAdmin, "cafe")).Status.ShouldNotBe(HttpStatusCode.Forbidden, name);
        }
    }

    [Fact]
    public async Task Apps_OfAKeyForSome_HasThoseOnly_AndTheCursorTellsNothingOfOthers()
    {
        using var server = await RoleKeys.StartAsync(
            ("AdminKeys:4:Apps:1", "shop"), ("AdminKeys:4:Apps:2", "gone"), ("Apps:zoo:AppId", "wx0123456789abcdef"), ("Apps:zoo:Token", "t"));
        using var client = server.Client(RoleKeys.CafeAdmin);

        (await client.JsonAsync("/api/v1/apps")).GetProperty("items").Texts("name").ShouldBe(["cafe", "shop"]);
        var first = await client.JsonAsync("/api/v1/apps?limit=1");
        first.GetProperty("items").Texts("name").ShouldBe(["cafe"]);
        var second = await client.JsonAsync($"/api/v1/apps?limit=1&cursor={first.GetProperty("next")}");
        second.GetProperty("items").Texts("name").ShouldBe(["shop"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);

        var answers = new List<string>();
        foreach (var app in new[] { "zoo", "nothing" })
            answers.Add((await (await client.GetAsync($"/api/v1/apps?cursor={app}")).JsonAsync(HttpStatusCode.BadRequest)).GetProperty("detail").ToString());
        answers.Distinct().ShouldHaveSingleItem();
        using var all = server.Client(RoleKeys.Viewer);
        (await all.JsonAsync("/api/v1/apps")).GetProperty("items").Texts("name").ShouldBe(["cafe", "shop", "zoo"]);
    }

    [Fact]
    public async Task Health_ForAKeyOfSomeApps_HasNoTextsThatNameOthers()
    {
        using var server = await RoleKeys.StartAsync();
        using var all = server.Client(RoleKeys.Viewer);
        using var some = server.Client(RoleKeys.CafeAdmin);

        (await all.JsonAsync("/health/ready")).GetProperty("checks").EnumerateObject()
            .Any(check => check.Value.TryGetProperty("description", out _)).ShouldBeTrue();
        var checks = (await some.JsonAsync("/health/ready")).GetProperty("checks");

        checks.EnumerateObject().ShouldNotBeEmpty();
        checks.EnumerateObject().ShouldAllBe(check => check.Value.EnumerateObject().Single().Name == "status");
    }

    [Fact]
    public async Task Document_SaysOfEveryOperation_WhichRoleItNeeds_AndThat403IsAnAnswer()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        var paths = (await client.JsonAsync("/openapi/v1.json")).GetProperty("paths");

        foreach (var (name, role) in AdminRoutesTests.RoutesOf(server))
        {
            var (method, path) = (name.Split(' ')[0].ToLowerInvariant(), name.Split(' ')[1]);
            var operation = paths.GetProperty(path).GetProperty(method);
            operation.GetProperty("x-role").GetString().ShouldBe(role.ToString().ToLowerInvariant(), name);
            operation.GetProperty("description").GetString().ShouldNotBeNull().ShouldEndWith($"Role: {role.ToString().ToLowerInvariant()}.");
            operation.GetProperty("responses").TryGetProperty("403", out _).ShouldBeTrue(name);
        }
    }

    private static string? Detail(string body) => JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString();

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(
        ServerUnderTest server, string name, string? key, string app = "shop")
    {
        var path = name.Split(' ')[1].Replace("{app}", app).Replace("{id}", "0a").Replace("{openId}", "oUser").Replace("{name}", "x");
        using var client = server.Client(key);
        using var request = new HttpRequestMessage(new HttpMethod(name.Split(' ')[0]), path);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // The stream of events does not end.
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return (answer.StatusCode, isStream ? "" : await answer.Content.ReadAsStringAsync());
    }
}
