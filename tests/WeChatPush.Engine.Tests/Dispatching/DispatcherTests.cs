using System.Threading.Channels;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>Many pushes at once, long ones, and the end of the process.</summary>
public sealed class DispatcherTests
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Concurrency_IsReached_AndNeverExceeded()
    {
        using var gate = new SemaphoreSlim(0);
        var entered = Channel.CreateUnbounded<int>();
        var inside = 0;
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>(async (_, _, cancel) =>
            {
                await entered.Writer.WriteAsync(Interlocked.Increment(ref inside), cancel);
                await gate.WaitAsync(cancel);
                Interlocked.Decrement(ref inside);
            }),
            Settings = [("Dispatching:Concurrency", "3")],
        });

        for (var user = 0; user < 12; user++)
            await engine.PushTextAsync($"oUser{user}", "hi");

        var most = 0;
        for (var i = 0; i < 12; i++)
        {
            most = Math.Max(most, await entered.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout));
            if (i >= 2)
                gate.Release();
        }

        most.ShouldBe(3);
        gate.Release(2);
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not all were done");
    }

    [Fact]
    public async Task Place_OfAPushThatIsHandled_IsFreeBeforeItIsSettled_ButNotItsUsersTurn()
    {
        var handled = Channel.CreateUnbounded<string>();
        var maySettle = new TaskCompletionSource();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>((message, _) => handled.Writer.WriteAsync(message.Content!).AsTask()),
            Services = services => WatchedInbox.Add(services),
            Settings = [("Dispatching:Concurrency", "1")],
        });
        WatchedInbox.Get(engine).MaySettle = maySettle.Task;
        await engine.PushTextAsync("oFirst", "first");
        await engine.PushTextAsync("oFirst", "behind it");
        await engine.PushTextAsync("oOther", "other");

        (await NextAsync()).ShouldBe("first");
        (await NextAsync()).ShouldBe("other");
        (await engine.StoredAsync()).Count(push => push.State == PushState.Processing).ShouldBe(2);
        maySettle.SetResult();
        (await NextAsync()).ShouldBe("behind it");

        async Task<string> NextAsync() => await handled.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Concurrency_WhenZero_LeavesThePushesToOthers_UntilTheConfigurationChanges()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>((_, _) => Task.CompletedTask),
            Settings = [("Dispatching:Concurrency", "0")],
        });

        await engine.PushTextAsync("oUser", "hi");

        await engine.Log.WaitForAsync("only receives");
        (await engine.StoredAsync()).ShouldHaveSingleItem().State.ShouldBe(PushState.Queued);

        engine.Change(("Dispatching:Concurrency", "1"));
        await engine.WhenAsync(PushState.Done);
    }

    [Fact]
    public async Task TheMessagesOfOneUser_AreHandledOneAfterTheOther_AndAnotherUserIsNotKept()
    {
        var go = new TaskCompletionSource();
        var order = Channel.CreateUnbounded<string>();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>(async (message, _, cancel) =>
            {
                if (message.Content == "0")
                    await go.Task.WaitAsync(cancel);
                await order.Writer.WriteAsync(message.Content, cancel);
            }),
        });

        for (var i = 0; i < 20; i++)
            await engine.PushTextAsync("oMany", $"{i}");
        await engine.PushTextAsync("oOther", "other");

        (await order.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout)).ShouldBe("other");
        go.SetResult();
        for (var i = 0; i < 20; i++)
            (await order.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout)).ShouldBe($"{i}");
    }

    [Fact]
    public async Task APush_ThatTakesLongerThanItsLease_KeepsIt()
    {
        var time = new ManualTimeProvider();
        var runs = 0;
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = time,
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>(async (_, _, cancel) =>
            {
                Interlocked.Increment(ref runs);
                entered.TrySetResult();
                await go.Task.WaitAsync(cancel);
            }),
            Services = services => WatchedInbox.Add(services),
            Settings = [("Dispatching:Lease", "00:00:30")],
        });

        await engine.PushTextAsync("o", "hi");
        await entered.Task.WaitAsync(WaitTimeout);
        await WatchedInbox.Get(engine).RenewAsync(time, TimeSpan.FromSeconds(30), times: 7);
        go.SetResult();

        var push = await engine.WhenAsync(PushState.Done);
        runs.ShouldBe(1);
        push.Timeline.Select(entry => entry.What).ShouldBe(["received", "done"]);
    }

    [Fact]
    public async Task Shutdown_WaitsForWhatIsInHand()
    {
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var setup = new EngineSetup
        {
            Messages = new ScriptedMessages(),
            KeepsData = true,
            Handlers = handlers => handlers.On<TextMessage>(async (_, _, cancel) =>
            {
                entered.TrySetResult();
                await go.Task.WaitAsync(cancel);
            }),
        };
        using var data = setup.Data;
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            await engine.PushTextAsync("o", "hi");
            await entered.Task.WaitAsync(WaitTimeout);
            var stop = engine.StopAsync();
            go.SetResult();
            await stop.WaitAsync(WaitTimeout);
        }

        await using var after = await EngineUnderTest.StartAsync(setup with { KeepsData = true });
        (await after.WhenAsync(PushState.Done)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Shutdown_WhenAHandlerDoesNotEnd_HandsItsPushBack()
    {
        var time = new ManualTimeProvider();
        var (entered, again) = (new TaskCompletionSource(), new TaskCompletionSource());
        var setup = new EngineSetup
        {
            Time = time,
            Messages = new ScriptedMessages(),
            KeepsData = true,
            Handlers = handlers => handlers.On<TextMessage>(async (_, _, cancel) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancel);
            }),
        };
        using var data = setup.Data;
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            await engine.PushTextAsync("o", "hi");
            await entered.Task.WaitAsync(WaitTimeout);
            await time.RunAsync(engine.StopAsync(), TimeSpan.FromSeconds(1));
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
    }

    [Fact]
    public async Task APush_OfAnAppThatIsNoLongerConfigured_IsTriedAgainRatherThanLost()
    {
        var time = new ManualTimeProvider();
        var setup = new EngineSetup
        {
            Time = time,
            Messages = new ScriptedMessages(),
            KeepsData = true,
            Handlers = handlers => handlers.On<TextMessage>((_, _) => throw new InvalidOperationException("later")),
            Settings = EngineSetup.App("gone"),
        };
        using var data = setup.Data;
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            var app = engine.App("gone");
            await engine.PushAsync(app, new WeChatPush.Simulator.Pushing.PushBuilder(app, "o", time).Text("hi"));
            await engine.WhenAsync(PushState.Retrying, "gone");
        }

        await using var after = await EngineUnderTest.StartAsync(setup with { Settings = [] });
        await time.RunAsync(
            Eventually.TrueAsync(
                async () => (await after.StoredAsync("gone"))[0].Timeline.Any(
                    entry => entry.Detail?.Contains("WeChatPush:Apps:gone is no longer configured", StringComparison.Ordinal) == true),
                () => "no word about the app"),
            TimeSpan.FromSeconds(1));
        (await after.StoredAsync("gone"))[0].State.ShouldBe(PushState.Retrying);
    }
}
