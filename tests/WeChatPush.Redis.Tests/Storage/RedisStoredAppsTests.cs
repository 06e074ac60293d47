using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Storage;
using WeChatPush.Redis.Tests.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Storage;

/// <summary>What is stored for an app that was taken out of the configuration.</summary>
public sealed class RedisStoredAppsTests : IAsyncLifetime
{
    private readonly int _database = SharedRedis.NextDatabase();
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _settings = new();
    private RedisConnection _redis = null!;
    private RedisStoredApps _apps = null!;
    private RedisInbox _inbox = null!;
    private RedisPushHistory _history = null!;

    public async Task InitializeAsync()
    {
        _settings.Apps["shop"] = new AppOptions();
        _settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(30);
        var server = await SharedRedis.Server;
        _redis = RedisConnection.To(
            $"{server.ConnectionString},defaultDatabase={_database}", TimeProvider.System, NullLogger<RedisConnection>.Instance);
        _apps = StoredApps("shop");
        _inbox = new RedisInbox(
            _redis, Catalogs.From(_settings), new FixedOptions<WeChatPushOptions>(_settings), _time, NullLogger<RedisInbox>.Instance, stored: _apps);
        _history = new RedisPushHistory(_inbox, _time);
    }

    public async Task DisposeAsync()
    {
        await _apps.StopAsync(default);
        _apps.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task RemovedApp_IsNamedInHealth_AndSweptWhenItsPushesAreOld()
    {
        foreach (var app in new[] { "gone", "shop" })
            (await _inbox.AppendAsync(Fleet.Push("user", app: app), CancellationToken.None)).ShouldBe(AppendOutcome.Stored);
        await ServeOnceAsync("gone");
        await LookAsync();
        _apps.Removed.ShouldBeEmpty();

        _time.Advance(RedisStoredApps.ServedFor + TimeSpan.FromMinutes(1));
        await LookAsync();
        _apps.Removed.ShouldBe(["gone"]);
        var health = await new RemovedAppsHealth(_apps, _history).CheckHealthAsync(new HealthCheckContext());
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain("1 of gone");

        await _inbox.SweepAsync(100, CancellationToken.None);
        (await _history.CountAsync("gone", CancellationToken.None)).Queued.ShouldBe(1);

        _time.Advance(_settings.Retention.Dead);
        await _inbox.SweepAsync(100, CancellationToken.None);
        (await _history.CountAsync("gone", CancellationToken.None)).ShouldBe(new PushBacklog(0, 0, 0, 0));
        (await _history.ListAsync("gone", new PushFilter(), CancellationToken.None)).Items.ShouldBeEmpty();
        (await _history.CountAsync("shop", CancellationToken.None)).Queued.ShouldBe(1);
        (await new RemovedAppsHealth(_apps, _history).CheckHealthAsync(new HealthCheckContext()))
            .Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task AppThatAnotherInstanceServes_IsNotRemoved()
    {
        await ServeOnceAsync("theirs");
        _time.Advance(RedisStoredApps.ServedFor - TimeSpan.FromMinutes(1));
        await ServeOnceAsync("theirs");
        _time.Advance(RedisStoredApps.ServedFor - TimeSpan.FromMinutes(1));

        await LookAsync();

        _apps.Removed.ShouldBeEmpty();
    }

    private RedisStoredApps StoredApps(string app)
    {
        var settings = new WeChatPushOptions();
        settings.Apps[app] = new AppOptions();
        return new RedisStoredApps(_redis, Catalogs.From(settings), _time, NullLogger<RedisStoredApps>.Instance);
    }

    private async Task ServeOnceAsync(string app)
    {
        using var apps = StoredApps(app);
        await apps.TellAsync();
    }

    private Task LookAsync() => _apps.TellAsync();
}
