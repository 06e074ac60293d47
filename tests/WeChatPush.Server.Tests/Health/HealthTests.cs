using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WhenAllIsWell_Is200WithoutDetails(string path)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        var health = await client.JsonAsync(path);

        health.ToString().ShouldBe("""{"status":"healthy"}""");
    }

    [Theory]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.OK, "degraded")]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable, "unhealthy")]
    public async Task Ready_WhenACheckComplains_SaysSo(HealthStatus status, HttpStatusCode code, string word)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var troubled = server.WithWebHostBuilder(host => host.ConfigureTestServices(services => services
            .AddHealthChecks().AddCheck("trouble", () => new HealthCheckResult(status, "the spool fills up"), tags: ["ready"])));
        using var client = troubled.CreateClient();

        using var stranger = await client.GetAsync("/health/ready");
        client.DefaultRequestHeaders.Authorization = new("Bearer", ServerUnderTest.AdminKey);
        using var admin = await client.GetAsync("/health/ready");
        using var live = await client.GetAsync("/health/live");

        stranger.StatusCode.ShouldBe(code);
        (await stranger.Content.ReadAsStringAsync()).ShouldBe($$"""{"status":"{{word}}"}""");
        admin.StatusCode.ShouldBe(code);
        (await admin.Content.ReadAsStringAsync()).ShouldContain("the spool fills up");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
