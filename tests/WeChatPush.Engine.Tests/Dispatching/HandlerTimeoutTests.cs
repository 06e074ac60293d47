using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>Handlers that do not end.</summary>
public sealed class HandlerTimeoutTests
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    // A lease that no jump of this clock ends.
    private static readonly (string, string?)[] Settings =
        [("Dispatching:HandlerTimeout", "00:01:00"), ("Dispatching:Lease", "1.00:00:00"), ("Dispatching:FirstRetry", "00:05:00"), ("Dispatching:MaxRetry", "00:30:00")];

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedMessages _messages = new();

    [Fact]
    public async Task AHandlerThatObservesItsToken_IsCancelled_AndItsPushTriedAgain()
    {
        await using var engine = await StartAsync(handlers => handlers.On<TextMessage>(
            async (_, _, cancel) => await Task.Delay(Timeout.Infinite, cancel)));

        await engine.PushTextAsync("o", "hi");
        var push = await _time.RunAsync(engine.WhenAsync(PushState.Retrying), Step);

        push.Attempts.ShouldBe(1);
        push.Timeline[^1].What.ShouldBe("retry");
        push.Timeline[^1].Detail!.ShouldContain("handlerTimeout: TextMessage did not end within 00:01:00");
        engine.Log.Text.ShouldContain("WeChatPush:Dispatching:HandlerTimeout");
        (await ReadHealthAsync(engine)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task AHandlerThatIgnoresItsToken_LosesItsPlace_AndWhatItSendsLaterIsRefused()
    {
        var (go, late) = (new TaskCompletionSource(), new TaskCompletionSource<Exception?>());
        var again = new TaskCompletionSource();
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>(async (_, sender) =>
            {
                if (sender.Attempt > 1)
                {
                    await sender.TextAsync("the second attempt");
                    again.SetResult();
                    return;
                }

                await go.Task;
                late.SetResult(await Record.ExceptionAsync(() => sender.TextAsync("too late")));
                await Should.ThrowAsync<OperationCanceledException>(() => sender.TypingAsync());
            }),
            ("Dispatching:Concurrency", "1"));

        await engine.PushTextAsync("o", "hi");
        await _time.RunAsync(engine.WhenAsync(PushState.Retrying), Step);
        var health = await ReadHealthAsync(engine);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain("1 runs of the handler TextMessage for the app shop");

        go.SetResult();
        (await late.Task.WaitAsync(WaitTimeout)).ShouldBeAssignableTo<OperationCanceledException>();
        await _time.RunAsync(again.Task, TimeSpan.FromSeconds(10));
        await engine.WhenAsync(PushState.Done);
        _messages.Texts.ShouldBe(["the second attempt"]);
        await Eventually.TrueAsync(
            async () => (await ReadHealthAsync(engine)).Status == HealthStatus.Healthy, () => "the run ended, and health still names it");
    }

    [Fact]
    public async Task HandlersThatNeverReturn_AreNotStartedWithoutEnd_AndDoNotStopTheOthers()
    {
        var (never, started, other) = (new TaskCompletionSource(), 0, new TaskCompletionSource());
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>((_, _) =>
            {
                Interlocked.Increment(ref started);
                return never.Task;
            }).Otherwise((_, _) =>
            {
                other.TrySetResult();
                return Task.CompletedTask;
            }),
            ("Dispatching:Concurrency", "4"));

        for (var user = 0; user < 12; user++)
            await engine.PushTextAsync($"o{user}", "hi");
        await _time.RunAsync(engine.Log.WaitForAsync("did not end within"), Step);
        await _time.RunAsync(
            Eventually.TrueAsync(
                async () => (await engine.StoredAsync()).Any(push => push.Timeline.Any(entry => entry.Detail?.Contains("is not started any more", StringComparison.Ordinal) == true)),
                () => $"{started} runs were started, and there is no end"),
            TimeSpan.FromSeconds(5));
        started.ShouldBeLessThanOrEqualTo(4 + 2, "as many as there are places, and those that had begun by then");

        var app = engine.App();
        await engine.PushAsync(app, new WeChatPush.Simulator.Pushing.PushBuilder(app, "oOther", _time).Image("http://localhost/p.jpg", "media"));
        await _time.RunAsync(other.Task, Step);
        never.SetResult();
    }

    [Fact]
    public async Task Shutdown_WhenAHandlerIgnoresItsToken_HandsItsPushBack_AndEnds()
    {
        var (entered, never, again) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var setup = new EngineSetup
        {
            Time = _time,
            Messages = _messages,
            KeepsData = true,
            Settings = Settings,
            Handlers = handlers => handlers.On<TextMessage>((_, _) =>
            {
                entered.TrySetResult();
                return never.Task;
            }),
        };
        using var data = setup.Data;
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            await engine.PushTextAsync("o", "hi");
            await entered.Task.WaitAsync(WaitTimeout);
            await _time.RunAsync(engine.StopAsync(), Step);
        }

        await using var after = await EngineUnderTest.StartAsync(setup with
        {
            Handlers = handlers => handlers.On<TextMessage>((_, _) =>
            {
                again.SetResult();
                return Task.CompletedTask;
            }),
        });
        await again.Task.WaitAsync(WaitTimeout);
        (await after.WhenAsync(PushState.Done)).Attempts.ShouldBe(1);
        never.SetResult();
    }

    [Fact]
    public async Task HandlersThatBlockTheirThreads_LeaveThreadsToThePushUrl()
    {
        using var go = new ManualResetEventSlim();
        using var blocked = new SemaphoreSlim(0);
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = _messages,
            Handlers = handlers => handlers.On<TextMessage>((_, _) =>
            {
                blocked.Release();
                go.Wait();
                return Task.CompletedTask;
            }),
        });

        try
        {
            for (var user = 0; user < 33; user++)
                await engine.PushTextAsync($"o{user}", "hi").WaitAsync(WaitTimeout);
            for (var i = 0; i < 32; i++)
                (await blocked.WaitAsync(WaitTimeout)).ShouldBeTrue();
            await engine.PushTextAsync("oLast", "hi").WaitAsync(WaitTimeout);
        }
        finally
        {
            go.Set();
        }

        ThreadPool.GetMinThreads(out var workers, out _);
        workers.ShouldBeGreaterThan(32);
    }

    private static async Task<HealthReportEntry> ReadHealthAsync(EngineUnderTest engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["dispatcher"];

    private Task<EngineUnderTest> StartAsync(Action<PushHandlers> handlers, params (string, string?)[] more) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = _messages,
            Handlers = handlers,
            Settings = [.. Settings, .. more],
        });
}
