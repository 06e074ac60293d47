using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Connection;

/// <summary>How a real server is set up, and what is said about it.</summary>
public sealed class RedisCheckTests : IAsyncLifetime
{
    private readonly FakeLogCollector _log = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RedisState _state = new();
    private RedisServer _server = null!;
    private RedisConnection _redis = null!;
    private RedisMarker _marker = null!;
    private RedisCheck _check = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _check.StopAsync(default);
        _check.Dispose();
        await _redis.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task AGoodServer_IsHealthy_AndNothingIsSaid()
    {
        await StartAsync("maxmemory-policy noeviction");

        await UntilAsync(HealthStatus.Healthy, "7.");
        _log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABadServer_IsSaidInWords_Once_AndAgainWhenItHasBeenGoodInBetween()
    {
        await StartAsync("appendonly no", "maxmemory-policy allkeys-lru");
        await UntilAsync(HealthStatus.Degraded, "--appendonly yes");
        await UntilAsync(HealthStatus.Degraded, "allkeys-lru");

        await _server.SayAsync(0, "CONFIG SET appendonly yes");
        await _server.SayAsync(0, "CONFIG SET maxmemory-policy noeviction");
        await UntilAsync(HealthStatus.Healthy, "");
        await _server.SayAsync(0, "CONFIG SET maxmemory-policy volatile-lru");
        await UntilAsync(HealthStatus.Degraded, "volatile-lru");

        _log.Lines.Count(line => line.Contains("--appendonly yes")).ShouldBe(1);
    }

    [Fact]
    public async Task AServerThatHidesItsSettings_IsJudgedByWhatItSays()
    {
        await StartAsync("rename-command CONFIG \"\"", "maxmemory-policy allkeys-lru");

        await UntilAsync(HealthStatus.Degraded, "allkeys-lru");
    }

    [Fact]
    public async Task AUserWhoMayNotAsk_IsDegraded_BecauseNothingCanBeChecked_AndSaidOnce()
    {
        await StartAsync("user default on nopass ~* &* +@all -info -config");

        await UntilAsync(HealthStatus.Degraded, "cannot be checked: INFO and CONFIG is forbidden");
        await UntilAsync(HealthStatus.Degraded, "ACL SETUSER");
        _log.Lines.Count(line => line.Contains("cannot be checked")).ShouldBe(1);
        await _marker.RenewAsync();
    }

    [Fact]
    public async Task AClientThatMayNotAsk_IsDegraded_AndWorks()
    {
        await StartAsync(server => $"{server.ConnectionString},allowAdmin=false");

        await UntilAsync(HealthStatus.Degraded, "allowAdmin");
        await _marker.RenewAsync();
    }

    [Fact]
    public async Task AServerWithoutAMemoryLimit_IsDegraded()
    {
        await StartAsync("maxmemory 0");

        await UntilAsync(HealthStatus.Degraded, "--maxmemory");
    }

    [Fact]
    public async Task AClusterWithoutOneOfItsNodes_IsDegraded_AndNamesIt()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await StartAsync(_ => cluster.ConnectionString);
        await UntilAsync(HealthStatus.Healthy, "7.");

        await cluster.Nodes[1].SayAsync(0, "CONFIG SET maxmemory-policy allkeys-lru");
        await UntilAsync(HealthStatus.Degraded, $"{cluster.Nodes[1].Port}: Redis throws data away");
        await cluster.Nodes[2].KillAsync();
        await UntilAsync(HealthStatus.Degraded, $"{cluster.Nodes[2].Port} is not connected");
    }

    [Fact]
    public async Task AServerThatGoesAndComesBackDifferent_IsLookedAtAgain()
    {
        await StartAsync("maxmemory-policy noeviction");
        await UntilAsync(HealthStatus.Healthy, "");
        await _server.KillAsync();
        await UntilAsync(HealthStatus.Degraded, "could not be looked at");

        await _server.StartAgainAsync("maxmemory-policy allkeys-lru");
        await UntilAsync(HealthStatus.Degraded, "allkeys-lru", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task AFlush_IsSaidAloud_ByEveryInstance_AndTheServerIsGoneOnWith()
    {
        await StartAsync();
        await using var other = RedisSurroundings.Connect(_server, 0);
        var beside = Marker(other);
        await _marker.RenewAsync();
        await beside.RenewAsync();
        await _marker.RenewAsync();
        _marker.LostAt.ShouldBeNull();

        await _server.SayAsync(0, "FLUSHALL");
        await _marker.RenewAsync();
        await beside.RenewAsync();
        await _marker.RenewAsync();

        _marker.LostAt.ShouldNotBeNull();
        beside.LostAt.ShouldNotBeNull();
        _log.Lines.Count(line => line.StartsWith("Critical: Everything has vanished", StringComparison.Ordinal)).ShouldBe(2);
        await UntilAsync(HealthStatus.Degraded, "lost everything");
        _time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(HealthStatus.Healthy, "");
    }

    [Fact]
    public async Task AMarker_OnAServerThatTakesNoWrites_SaysSo()
    {
        await StartAsync();
        await _server.SayAsync(0, "CONFIG SET maxmemory 1");

        (await Should.ThrowAsync<StoreUnavailableException>(_marker.RenewAsync)).Message.ShouldContain("maxmemory");
    }

    private Task StartAsync(params string[] settings) => StartAsync(server => server.ConnectionString, settings);

    private async Task StartAsync(Func<RedisServer, string> connection, params string[] settings)
    {
        _server = await RedisServer.StartUnrestrictedAsync(settings);
        _redis = RedisConnection.To(connection(_server), TimeProvider.System, NullLogger<RedisConnection>.Instance);
        _marker = Marker(_redis);
        _check = new RedisCheck(_redis, _state, new FixedOptions<WeChatPushOptions>(new WeChatPushOptions()), _time, new FakeLogger<RedisCheck>(_log));
        await _check.StartAsync(default);
    }

    private RedisMarker Marker(RedisConnection redis) =>
        new(redis, _time, new FakeLogger<RedisMarker>(_log));

    private HealthCheckResult Assess() =>
        new RedisHealth(_state, _marker, _time).CheckHealthAsync(new HealthCheckContext()).Result;

    // Its next look is minutes away, by a clock that stands still.
    private Task UntilAsync(HealthStatus status, string words, TimeSpan? step = null) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(step ?? TimeSpan.FromSeconds(10));
            return Task.FromResult(
                Assess() is var health && health.Status == status && health.Description!.Contains(words, StringComparison.Ordinal));
        },
        () => $"{Assess().Status}: {Assess().Description}");
}
