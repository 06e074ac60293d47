using System.Net;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using WeChatPush.Server.Admin;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Admin;

/// <summary>What becomes of those who try keys. The connections come from a trusted proxy, the clients from where it says.</summary>
public sealed class WrongKeyTests
{
    [Fact]
    public async Task WrongKeys_AfterTenAMinute_Wait_ButARightOneAlwaysPasses()
    {
        using var server = await StartAsync();

        for (var i = 0; i < WrongKeys.MaxPerMinute; i++)
            (await AskAsync(server, $"wrong-key-number-{i}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var (status, retryAfter) = await AskAsync(server, "wrong-key-number-10");

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        retryAfter.ShouldBeInRange(1, 6);
        (await AskAsync(server, ServerUnderTest.AdminKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(server, null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "wrong", "203.0.113.6")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WrongKeys_OfOneNetworkOfIPv6_AreOfOneClient()
    {
        using var server = await StartAsync();

        for (var i = 0; i < WrongKeys.MaxPerMinute; i++)
            await AskAsync(server, "wrong", $"2001:db8:1:2::{i:x}");

        (await AskAsync(server, "wrong", "2001:db8:1:2:ffff::1")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync(server, "wrong", "2001:db8:1:3::1")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WrongKeys_AreCounted_AndLoggedInPowersOfTwo_WithoutTheKey()
    {
        using var counter = new MetricCollector<long>(null, TelemetryNames.Source, MetricNames.WrongKeys);
        using var server = await StartAsync();

        for (var i = 0; i < 20; i++)
            await AskAsync(server, $"wrong-key-number-{i}", route: i % 2 == 0 ? "/api/v1/apps" : "/health/ready");

        var lines = server.Log.Lines.Where(line => line.Contains("wrong key", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(5);
        lines[0].ShouldContain("203.0.113.5");
        lines[0].ShouldContain("WeChatPush:AdminKeys");
        server.Log.Text.ShouldNotContain("wrong-key-number");
        // Tests beside this one count too.
        var outcomes = counter.GetMeasurementSnapshot().Select(one => (string)one.Tags[TagNames.Outcome]!).ToList();
        outcomes.Count.ShouldBeGreaterThanOrEqualTo(20);
        outcomes.Distinct().ShouldBe(["refused", "limited"], ignoreOrder: true);
    }

    [Fact]
    public async Task WrongKeys_OfHealth_Count_ButItIsAnsweredAsWithout()
    {
        using var server = await StartAsync();

        for (var i = 0; i <= WrongKeys.MaxPerMinute; i++)
            (await AskAsync(server, "wrong", route: "/health/live")).Status.ShouldBe(HttpStatusCode.OK);

        (await AskAsync(server, "wrong")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync(("TrustedProxies:0", "127.0.0.0/8"), ("TrustedProxies:1", "::1"));
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }

    private static async Task<(HttpStatusCode Status, int RetryAfter)> AskAsync(
        ServerUnderTest server, string? key, string from = "203.0.113.5", string route = "/api/v1/apps")
    {
        using var client = server.Client(key);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        using var response = await client.GetAsync(route);
        return (response.StatusCode, (int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0));
    }
}
