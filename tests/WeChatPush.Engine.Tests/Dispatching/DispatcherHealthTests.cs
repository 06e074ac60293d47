using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Dispatching;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>Pushes that wait and are not claimed.</summary>
public sealed class DispatcherHealthTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Check_WhenDuePushesAreNotClaimed_NamesTheAppAndSinceWhen_UntilTheyAre()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>((_, _) => Task.CompletedTask),
            Settings = [.. EngineSetup.App("club"), ("Dispatching:Concurrency", "0")],
        });
        var since = _time.GetUtcNow();
        await engine.PushTextAsync("o", "hi");
        (await ReadAsync(engine)).Status.ShouldBe(HealthStatus.Healthy);

        HealthReportEntry health = default;
        await RunUntilAsync(async () => (health = await ReadAsync(engine)).Description?.Contains("A push of the app", StringComparison.Ordinal) == true);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain($"A push of the app shop has been due since {since:yyyy-MM-dd HH:mm}");
        health.Description!.ShouldContain("WeChatPush:Dispatching:Concurrency");
        health.Description!.ShouldNotContain("club");
        (_time.GetUtcNow() - since).ShouldBeGreaterThanOrEqualTo(DueWatch.Limit);

        engine.Change(("Dispatching:Concurrency", "1"));
        await _time.RunAsync(engine.WhenAsync(PushState.Done), TimeSpan.FromSeconds(1));
        await RunUntilAsync(async () => (await ReadAsync(engine)).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_WhenTheLoopHasNotLookedForLong_SaysSo()
    {
        var health = new DispatcherHealth(_time);
        var check = new DispatcherHealthCheck(health, new AbandonedHandlers(_time), _time);
        (await check.CheckHealthAsync(null!)).Status.ShouldBe(HealthStatus.Healthy);

        _time.Advance(DueWatch.Limit + TimeSpan.FromSeconds(1));
        var late = await check.CheckHealthAsync(null!);
        late.Status.ShouldBe(HealthStatus.Degraded);
        late.Description!.ShouldContain("has not looked for pushes since");

        health.Report(null);
        (await check.CheckHealthAsync(null!)).Status.ShouldBe(HealthStatus.Healthy);
    }

    private static async Task<HealthReportEntry> ReadAsync(EngineUnderTest engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["dispatcher"];

    private Task RunUntilAsync(Func<Task<bool>> condition) =>
        _time.RunAsync(Eventually.TrueAsync(condition, () => "health did not change"), TimeSpan.FromSeconds(1));
}
