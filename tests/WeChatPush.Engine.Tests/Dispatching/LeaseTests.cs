using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>What could take a push out of the hand that works on it.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _entered = new();
    private readonly TaskCompletionSource _go = new();
    private int _runs;
    private int _inside;
    private int _most;

    [Fact]
    public async Task ARenewal_ThatFails_IsNotTheLast()
    {
        await using var engine = await StartAsync("00:00:30", firstRenewalFails: true);
        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(WaitTimeout);
        await WatchedInbox.Get(engine).RenewAsync(_time, TimeSpan.FromSeconds(30), times: 7);
        _go.SetResult();

        await engine.WhenAsync(PushState.Done);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task ALease_ThatIsMadeShorter_IsRenewedAsOften()
    {
        await using var engine = await StartAsync("01:00:00");
        await WatchedInbox.Get(engine).Claimed.WaitAsync(WaitTimeout);
        engine.Change(("Dispatching:Lease", "00:00:06"));

        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(WaitTimeout);
        await WatchedInbox.Get(engine).RenewAsync(_time, TimeSpan.FromSeconds(6), times: 7);
        _go.SetResult();

        await engine.WhenAsync(PushState.Done);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task AShutdown_KeepsTheLeaseOfWhatIsInHand()
    {
        await using var engine = await StartAsync("00:00:03");
        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(WaitTimeout);
        var stop = engine.StopAsync();
        await WatchedInbox.Get(engine).RenewAsync(_time, TimeSpan.FromSeconds(3), times: 4);

        var inbox = engine.Services.GetRequiredService<IInbox>();
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldBeEmpty();
        _go.SetResult();
        await stop.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task APush_ThatIsTakenAgain_WaitsForTheEndOfItsEarlierRun()
    {
        await using var engine = await StartAsync("00:01:00");
        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(WaitTimeout);

        // A clock that is set lets every lease look expired.
        _time.Jump(TimeSpan.FromMinutes(10));
        await _time.RunAsync(
            Eventually.TrueAsync(
                async () => (await engine.StoredAsync())[0].Timeline.Any(entry => entry.What == "lease expired"),
                () => "the push was not taken again"),
            TimeSpan.FromSeconds(1));
        await WatchedInbox.Get(engine).RenewAsync(_time, TimeSpan.FromMinutes(1), times: 2);
        _most.ShouldBe(1);

        _go.SetResult();
        await engine.WhenAsync(PushState.Done);
        (_runs, _most).ShouldBe((2, 1));
    }

    private Task<EngineUnderTest> StartAsync(string lease, bool firstRenewalFails = false) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Services = services => WatchedInbox.Add(services, firstRenewalFails),
            Handlers = handlers => handlers.On<TextMessage>(async (_, _) =>
            {
                Interlocked.Increment(ref _runs);
                _most = Math.Max(_most, Interlocked.Increment(ref _inside));
                _entered.TrySetResult();
                await _go.Task;
                Interlocked.Decrement(ref _inside);
            }),
            Settings = [("Dispatching:Lease", lease)],
        });
}
