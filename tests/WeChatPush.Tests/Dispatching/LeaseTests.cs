using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Inbox.Sqlite;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Engine;

namespace WeChatPush.Tests.Dispatching;

/// <summary>What could take a push out of the hand that works on it.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _entered = new();
    private readonly TaskCompletionSource _go = new();
    private int _runs;
    private int _inside;
    private int _most;

    [Fact]
    public async Task ARenewal_ThatFails_IsNotTheLast()
    {
        await using var engine = await StartAsync("00:00:30", services => services.AddSingleton<IInbox>(
            provider => new FailingRenewal(provider.GetRequiredService<SqliteInbox>())));

        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(Patience);
        await LetTimePassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        _go.SetResult();

        await engine.WhenAsync(PushState.Done);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task ALease_ThatIsMadeShorter_IsRenewedAsOften()
    {
        await using var engine = await StartAsync("01:00:00");
        await LetTimePassAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.5));
        engine.Change(("Dispatching:Lease", "00:00:06"));

        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(Patience);
        await LetTimePassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(0.25));
        _go.SetResult();

        await engine.WhenAsync(PushState.Done);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task AShutdown_KeepsTheLeaseOfWhatIsInHand()
    {
        await using var engine = await StartAsync("00:00:03");
        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(Patience);
        var stop = engine.StopAsync();
        await LetTimePassAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(0.1));

        var inbox = engine.Services.GetRequiredService<IInbox>();
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldBeEmpty();
        _go.SetResult();
        await stop.WaitAsync(Patience);
    }

    [Fact]
    public async Task APush_ThatIsTakenAgain_WaitsForTheEndOfItsEarlierRun()
    {
        await using var engine = await StartAsync("00:01:00");
        await engine.PushTextAsync("o", "hi");
        await _entered.Task.WaitAsync(Patience);

        // Whoever sets the clock lets every lease look expired.
        _time.Jump(TimeSpan.FromMinutes(10));
        await _time.RunAsync(
            Eventually.TrueAsync(
                async () => (await engine.StoredAsync())[0].Timeline.Any(entry => entry.What == "lease expired"),
                () => "the push was not taken again"),
            TimeSpan.FromSeconds(1));
        await LetTimePassAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.5));
        _most.ShouldBe(1);

        _go.SetResult();
        await engine.WhenAsync(PushState.Done);
        (_runs, _most).ShouldBe((2, 1));
    }

    private Task<EngineUnderTest> StartAsync(string lease, Action<IServiceCollection>? services = null) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Services = services,
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

    /// <summary>Moves the clock in small steps, each with real time behind it for what the step has set off.</summary>
    private async Task LetTimePassAsync(TimeSpan span, TimeSpan step)
    {
        var end = _time.GetUtcNow() + span;
        while (_time.GetUtcNow() < end)
        {
            _time.Advance(step);
            await Task.Delay(20);
        }
    }

    /// <summary>Fails once, in a way that no store has announced.</summary>
    private sealed class FailingRenewal(IInbox inner) : IInbox
    {
        private int _failed;

        public ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(
            IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken) =>
            Interlocked.Exchange(ref _failed, 1) == 0
                ? throw new InvalidOperationException("unheard of")
                : inner.RenewAsync(claims, cancellationToken);

        public ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken) =>
            inner.AppendAsync(push, cancellationToken);

        public ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, CancellationToken cancellationToken) =>
            inner.ClaimAsync(max, scope, cancellationToken);

        public ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken) =>
            inner.SettleAsync(claim, settlement, cancellationToken);

        public ValueTask<SendSlot> BeginSendAsync(
            ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken) =>
            inner.BeginSendAsync(claim, ordinal, api, cancellationToken);

        public ValueTask EndSendAsync(
            ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
            inner.EndSendAsync(claim, ordinal, record, cancellationToken);

        public ValueTask<StoredReply?> WaitForReplyAsync(
            string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken) =>
            inner.WaitForReplyAsync(app, key, limit, cancellationToken);

        public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) =>
            inner.WaitForWorkAsync(limit, cancellationToken);

        public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) => inner.SweepAsync(max, cancellationToken);
    }
}
