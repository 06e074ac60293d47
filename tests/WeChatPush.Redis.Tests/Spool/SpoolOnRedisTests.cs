using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Protocol.Messages;
using WeChatPush.Sqlite.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using Xunit.Abstractions;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>Two instances and a Redis that dies or hangs under them.</summary>
public sealed class SpoolOnRedisTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan WeChatTimeout = TimeSpan.FromSeconds(5);

    private RedisServer _redis = null!;
    private SharedEngines _engines = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _engines = new SharedEngines(_redis);
    }

    public async Task DisposeAsync()
    {
        await _engines.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Load_WhileRedisDiesOrHangs_IsAcknowledgedThroughout_AndEachPushHasOneEffectInItsOrder(bool hangs)
    {
        await _engines.StartAsync();
        await _engines.StartAsync();
        using var over = new CancellationTokenSource();
        var sent = new ConcurrentDictionary<string, int>();
        var slowest = new ConcurrentQueue<TimeSpan>();
        var load = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            var user = $"oUser{i}";
            for (var n = 0; !over.IsCancellationRequested; n++)
            {
                var begun = Stopwatch.GetTimestamp();
                (await _engines.TryAsync(i % 2, user, SharedEngines.Text(n))).ShouldBe(HttpStatusCode.OK);
                slowest.Enqueue(Stopwatch.GetElapsedTime(begun));
                sent[user] = n + 1;
            }
        })).ToList();

        await GrowAsync(sent, 120);
        await (hangs ? _redis.HangAsync() : _redis.KillAsync());
        await UntilAsync(() => Spooled(0) > 60 && Spooled(1) > 60);
        var (spooled, back) = (Spooled(0) + Spooled(1), Stopwatch.GetTimestamp());
        await (hangs ? _redis.GoOnAsync() : _redis.StartAgainAsync());
        await UntilAsync(() => Spooled(0) + Spooled(1) == 0);
        var drained = Stopwatch.GetElapsedTime(back);
        output.WriteLine($"{spooled} spooled when Redis was back; all handed over {drained.TotalMilliseconds:0} ms later");
        await GrowAsync(sent, 120);
        await over.CancelAsync();
        await Task.WhenAll(load);

        await _engines.UntilHandledAsync(sent.Values.Sum());
        foreach (var (user, count) in sent)
        {
            _engines.Handled.Where(push => push.User == user).Select(push => push.Text)
                .ShouldBe(Enumerable.Range(0, count).Select(SharedEngines.Text));
        }

        _engines.Handled.Count.ShouldBe(sent.Values.Sum());
        slowest.Max().ShouldBeLessThan(WeChatTimeout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_ToAnotherInstanceDuringTheOutage_HasOneEffect(bool hangs)
    {
        await _engines.StartAsync();
        await _engines.StartAsync();
        (await _engines.TryAsync(0, "oUser", "before", msgId: 1)).ShouldBe(HttpStatusCode.OK);
        await (hangs ? _redis.HangAsync() : _redis.KillAsync());

        foreach (var instance in new[] { 0, 1, 0 })
        {
            (await _engines.TryAsync(instance, "oUser", "before", msgId: 1)).ShouldBe(HttpStatusCode.OK);
            (await _engines.TryAsync(instance, "oUser", "during", msgId: 2)).ShouldBe(HttpStatusCode.OK);
        }

        Spooled(0).ShouldBe(2);
        Spooled(1).ShouldBe(2);
        await (hangs ? _redis.GoOnAsync() : _redis.StartAgainAsync());
        await UntilAsync(() => Spooled(0) + Spooled(1) == 0);
        (await _engines.TryAsync(1, "oUser", "during", msgId: 2)).ShouldBe(HttpStatusCode.OK);
        (await _engines.TryAsync(0, "oUser", "after", msgId: 3)).ShouldBe(HttpStatusCode.OK);
        await _engines.UntilHandledAsync(3);

        _engines.Handled.Select(push => push.Text).ShouldBe(["before", "during", "after"]);
    }

    [Fact]
    public async Task Push_WhenConfiguredToRefuse_Is503WhileRedisIsAway()
    {
        await _engines.StartAsync(("Receiving:WhenStoreIsDown", "Refuse"));
        await _redis.KillAsync();
        (await _engines.TryAsync(0, "oUser", "during")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        Spooled(0).ShouldBe(0);

        await _redis.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => await _engines.TryAsync(0, "oUser", "after") == HttpStatusCode.OK, () => "it goes on refusing");
    }

    [Fact]
    public async Task Start_WithoutRedis_Spools_AndHandsOverWhenItComes()
    {
        await _redis.KillAsync();
        var engine = await _engines.StartAsync();
        (await _engines.TryAsync(0, "oUser", "before")).ShouldBe(HttpStatusCode.OK);
        Spooled(0).ShouldBe(1);
        await engine.Log.WaitForAsync("Redis takes no pushes");

        await _redis.StartAgainAsync();
        await _engines.UntilHandledAsync(1);
    }

    [Fact]
    public async Task Flush_WhileRunning_IsSaidAloud_AndNewPushesAreHandled()
    {
        var engine = await _engines.StartAsync();
        (await _engines.TryAsync(0, "oUser", "before")).ShouldBe(HttpStatusCode.OK);
        await _engines.UntilHandledAsync(1);

        await _redis.SayAsync(0, "FLUSHALL");
        await engine.Log.WaitForAsync("Everything has vanished from Redis");
        (await _engines.TryAsync(0, "oUser", "after")).ShouldBe(HttpStatusCode.OK);
        await _engines.UntilHandledAsync(2);
    }

    private int Spooled(int instance) => _engines[instance].Services.GetRequiredService<PushSpool>().Count;

    private static Task GrowAsync(ConcurrentDictionary<string, int> sent, int by)
    {
        var goal = sent.Values.Sum() + by;
        return UntilAsync(() => sent.Values.Sum() >= goal);
    }

    private static Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () => Task.FromResult(condition()), () => "it did not come to that", TimeSpan.FromSeconds(60));
}
