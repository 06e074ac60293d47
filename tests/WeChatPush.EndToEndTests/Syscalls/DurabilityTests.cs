using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// The running server's system calls, and those of Redis: no <c>success</c> is begun before the sync of what it
/// acknowledges has returned.
/// </summary>
public sealed class DurabilityTests(ITestOutputHelper output)
{
    // A traced server is slow, and what its timeouts make of that is not what is looked at.
    private static readonly (string, string) Slow = ("Receiving:AppendTimeout", "00:00:04");
    private static readonly (string, string) NoSpool = ("Receiving:WhenStoreIsDown", "Refuse");

    [Fact]
    public async Task Success_OnSqlite_IsBegunAfterTheSyncOfItsBatch()
    {
        await using var world = await World.StartAsync(Slow);
        ShouldBeSyncedInBatches(await TraceAsync(world.Server, world.App));
    }

    [Fact]
    public async Task Success_OnRedisThatSyncsAlways_IsBegunAfterTheSyncOfItsBatch()
    {
        await using var pair = await Pair.StartAsync([NoSpool]);
        ShouldBeSyncedInBatches(await TraceAsync(pair));
    }

    /// <summary>The check is worth something: it finds what is missing.</summary>
    [Fact]
    public async Task Success_OnRedisThatNeverSyncs_IsFoundToBeBegunWithoutASync()
    {
        await using var pair = await Pair.StartAsync([NoSpool], "appendfsync no");
        foreach (var push in await TraceAsync(pair))
            push.Violation.ShouldNotBeNull().ShouldEndWith("but never synced by Redis");
    }

    [Fact]
    public async Task Success_WhileRedisIsAway_IsBegunAfterTheSyncOfTheSpool()
    {
        await using var pair = await Pair.StartAsync([]);
        await pair.Redis.KillAsync();
        await pair.Instance.BecomesAsync("degraded");
        ShouldBeSyncedInBatches(await TraceAsync(pair.Instance.Server, pair.Instance.App));
    }

    private static async Task<IReadOnlyList<Acknowledgement>> TraceAsync(ServerProcess server, SimulatedApp app)
    {
        using var strace = await Strace.AttachAsync(server.Id);
        var markers = await TracedPushes.PushAsync(app, () => server.Output);
        var check = new SqliteAcknowledgementCheck(await strace.DetachAsync(), server.Url.Port);
        return [.. markers.Select(check.Check)];
    }

    private static async Task<IReadOnlyList<Acknowledgement>> TraceAsync(Pair pair)
    {
        var server = pair.Instance.Server;
        using var strace = await Strace.AttachAsync(pair.Redis.ProcessId, server.Id);
        var markers = await TracedPushes.PushAsync(pair.Instance.App, () => server.Output);
        var check = new RedisAcknowledgementCheck(await strace.DetachAsync(), server.Url.Port, pair.Redis.Port);
        return [.. markers.Select(check.Check)];
    }

    private void ShouldBeSyncedInBatches(IReadOnlyList<Acknowledgement> pushes)
    {
        pushes.Where(push => push.Violation is not null).ShouldBeEmpty();
        var syncs = pushes.Select(push => push.Sync).Distinct().Count();
        output.Say($"{pushes.Count} pushes were acknowledged after {syncs} syncs");
        syncs.ShouldBeLessThan(pushes.Count, "no two pushes shared a sync");
    }

    /// <summary>One server on a Redis.</summary>
    private sealed class Pair(SimulatorHost host, RedisServer redis, (string, string)[] settings) : IAsyncDisposable
    {
        public RedisServer Redis => redis;

        public Instance Instance { get; } = new(
        [
            .. World.Settings(host.BaseUrl), ("ConnectionStrings:Redis", redis.ConnectionString), Slow, .. settings,
        ]);

        public static async Task<Pair> StartAsync((string, string)[] settings, params string[] redisSettings)
        {
            var pair = new Pair(
                await SimulatorHost.StartAsync(new FakeWeChat().AddAccount(World.AppId, World.Secret)),
                await RedisServer.StartAsync(redisSettings),
                settings);
            await pair.Instance.Server.StartAsync();
            return pair;
        }

        public async ValueTask DisposeAsync()
        {
            Instance.Dispose();
            await host.DisposeAsync();
            await Redis.DisposeAsync();
        }
    }
}
