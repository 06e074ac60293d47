using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Sqlite.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>A whole engine whose pushes a replica must have, and a replica that is away.</summary>
public sealed class MissingReplicaTests : IAsyncLifetime
{
    private RedisReplicas _servers = null!;
    private SharedEngines _engines = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisReplicas.StartAsync();
        _engines = new SharedEngines(_servers.Primary);
    }

    public async Task DisposeAsync()
    {
        await _servers.Replica.GoOnAsync();
        await _engines.DisposeAsync();
        await _servers.DisposeAsync();
    }

    [Fact]
    public async Task Pushes_AreAcknowledgedFromTheSpool_AndHandledOnce_AndHealthAndLogNameTheSetting()
    {
        var engine = await _engines.StartAsync(("Receiving:MinReplicas", "1"));
        (await _engines.TryAsync(0, "oUser", "before")).ShouldBe(HttpStatusCode.OK);
        await _engines.UntilHandledAsync(1);
        await _servers.Replica.HangAsync();

        foreach (var text in new[] { "first", "second", "third" })
            (await _engines.TryAsync(0, "oUser", text)).ShouldBe(HttpStatusCode.OK);

        engine.Services.GetRequiredService<PushSpool>().Count.ShouldBe(3);
        await engine.Log.WaitForAsync("Redis takes no pushes (0 of the 1 replicas that WeChatPush:Receiving:MinReplicas demands");
        var health = await StoreHealthAsync(engine);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description.ShouldNotBeNull().ShouldContain("WeChatPush:Receiving:MinReplicas");

        await _servers.Replica.GoOnAsync();
        await _engines.UntilHandledAsync(4);
        await Eventually.TrueAsync(
            async () => (await StoreHealthAsync(engine)).Status == HealthStatus.Healthy, () => "It stays degraded.");
        _engines.Handled.Select(push => push.Text).ShouldBe(["before", "first", "second", "third"]);
    }

    [Fact]
    public async Task Push_WhenConfiguredToRefuse_Is503_AndItsRetryIsHandledOnce()
    {
        await _engines.StartAsync(("Receiving:MinReplicas", "1"), ("Receiving:WhenStoreIsDown", "Refuse"));
        await _servers.Replica.HangAsync();
        (await _engines.TryAsync(0, "oUser", "hi", msgId: 1)).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await _servers.Replica.GoOnAsync();
        await Eventually.TrueAsync(
            async () => await _engines.TryAsync(0, "oUser", "hi", msgId: 1) == HttpStatusCode.OK, () => "It goes on refusing.");
        (await _engines.TryAsync(0, "oUser", "then", msgId: 2)).ShouldBe(HttpStatusCode.OK);
        await _engines.UntilHandledAsync(2);
        _engines.Handled.Select(push => push.Text).ShouldBe(["hi", "then"]);
    }

    private static async Task<HealthReportEntry> StoreHealthAsync(EngineUnderTest engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["store"];
}
