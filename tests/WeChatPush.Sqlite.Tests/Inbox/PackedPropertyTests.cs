using WeChatPush.Inbox;
using WeChatPush.StoreContracts;
using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Sqlite.Tests.Inbox;

/// <summary>
/// Random commands of which several share a transaction, so that pushes lie together in one row; some of those transactions
/// fail and are done again step by step. The store and the model agree after each.
/// </summary>
public sealed class PackedPropertyTests : InboxContract<SqliteUnderTest>
{
    private const int Commands = 12;

    private readonly List<ClaimedPush> _held = [];
    private readonly List<List<ClaimedPush>> _claimed = [];
    private readonly HashSet<string> _sent = [];
    private InboxModel _model = null!;
    private string _run = "";
    private int _deadBefore;

    [Fact]
    public void AnySequenceOfSharedTransactions_EndsAsTheModelSays() => RandomScripts.Play(Commands, 10_000, usual: 60, RunAsync);

    private async Task RunAsync((int Kind, int Choice)[] commands)
    {
        _model = new InboxModel(Settings.Dispatching.Lease);
        _run = Guid.NewGuid().ToString("N");
        _held.Clear();
        _claimed.Clear();
        await StartAfreshAsync();

        var at = 0;
        while (at < commands.Length)
        {
            var (kind, choice) = commands[at++];
            Time.Advance(TimeSpan.FromMilliseconds(7));
            switch (kind)
            {
                case < 8:
                    var size = 1 + (choice % 6);
                    await TogetherAsync([.. commands.Skip(at - 1).Take(size)], fails: choice / 6 % 5 == 0);
                    at += size - 1;
                    break;
                case 8:
                    Time.Advance(TimeSpan.FromSeconds(choice % 100));
                    break;
                case 9 when choice % 4 == 0:
                    await CrashAsync();
                    await TakeOverAsync();
                    break;
                case 10 when choice % 3 == 0:
                    (await History.ListAsync("shop", new PushFilter(), CancellationToken.None)).ShouldNotBeNull();
                    break;
                case 11 when _model.Pushes.Count > 0:
                    var (id, state) = (_model.Pushes[choice % _model.Pushes.Count].Id, _model.Pushes[choice % _model.Pushes.Count].State);
                    // The model knows of no sends.
                    if (state == PushState.Queued && _sent.Contains(id))
                        break;
                    (await History.ReplayAsync("shop", id, new ReplayRequest("model", null), CancellationToken.None)).ShouldBeTrue();
                    _model.Replay(id, Time.GetUtcNow());
                    break;
            }

            (await History.CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(
                Count(PushState.Queued), Count(PushState.Processing), Count(PushState.Retrying), _deadBefore + Count(PushState.Dead)));
        }

        foreach (var entry in _model.Pushes)
        {
            var stored = await FindAsync(entry.Id);
            (stored.State, stored.Attempts).ShouldBe((entry.State, entry.Attempts));
        }
    }

    private int Count(PushState state) => _model.Pushes.Count(push => push.State == state);

    private async Task TogetherAsync((int Kind, int Choice)[] commands, bool fails)
    {
        using var gate = new ManualResetEventSlim();
        var blocked = Under.Store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        // What arrives is there for the next transaction.
        var checks = commands.OrderBy(command => command.Kind < 4).Select(command => Begin(command.Kind, command.Choice)).ToList();
        var failing = fails
            ? Under.Store.WriteAsync<int>(_ => throw new InvalidOperationException("one of the transaction")).AsTask()
            : null;
        gate.Set();
        await blocked;
        foreach (var check in checks)
            await check;
        // The waiters of a transaction are completed beside each other.
        _held.AddRange(_claimed.SelectMany(claims => claims));
        _claimed.Clear();
        if (failing is null)
            return;
        await Should.ThrowAsync<InvalidOperationException>(failing);
        await TakeOverAsync();
    }

    // The file has the end of the last lease of a row alone: once all are over, they may come in another order.
    private async Task TakeOverAsync()
    {
        Time.Advance(Settings.Dispatching.Lease);
        var expected = _model.Claim(1000, Time.GetUtcNow());
        var claimed = await ClaimAsync(1000);
        claimed.Select(claim => claim.Id).Order().ShouldBe(expected.Order());
        _held.AddRange(claimed);
    }

    // What the model says is said before the store does it: the works of a transaction run in this order.
    private Task Begin(int kind, int choice)
    {
        Time.Advance(TimeSpan.FromMilliseconds(7));
        var now = Time.GetUtcNow();
        switch (kind)
        {
            case < 4:
                var user = (choice % 4) switch { 0 => null, var n => $"user {n} {_run}" };
                var push = Push(user, $"{_run} {choice % 60}", TimeSpan.FromMinutes(5));
                var outcome = _model.Append(push.Id, $"{_run} {choice % 60}", user, now, TimeSpan.FromMinutes(5));
                return ExpectAsync(Inbox.AppendAsync(push, CancellationToken.None).AsTask(), outcome);
            case < 7:
                var max = (choice % 5) + 1;
                _claimed.Add([]);
                return ExpectClaimsAsync(ClaimAsync(max), _model.Claim(max, now), _claimed[^1]);
            case < 10 when _held.Count > 0:
                var held = _held[choice % _held.Count];
                var settlement = SettlementFor(choice / _held.Count, now);
                return ExpectAsync(SettleAsync(held, settlement), _model.Settle(held.Id, held.Fence, settlement, now));
            case 10 when _held.Count > 0:
                var renewed = _held[choice % _held.Count];
                return ExpectLostAsync(Inbox.RenewAsync([renewed], CancellationToken.None), !Renew(renewed, now));
            case 11 when _held.Count > 0:
                var sending = _held[choice % _held.Count];
                _sent.Add(sending.Id);
                return ExpectSlotAsync(Inbox.BeginSendAsync(sending, choice % 7, "/send", CancellationToken.None), IsHeld(sending));
            default:
                return Task.CompletedTask;
        }
    }

    private InboxModel.Entry Find(ClaimedPush claim) => _model.Pushes.Single(entry => entry.Id == claim.Id);

    private bool IsHeld(ClaimedPush claim) => Find(claim) is { State: PushState.Processing } entry && entry.Fence == claim.Fence;

    private bool Renew(ClaimedPush claim, DateTimeOffset now)
    {
        if (!IsHeld(claim))
            return false;
        Find(claim).DueAt = now + Settings.Dispatching.Lease;
        return true;
    }

    private static async Task ExpectAsync<T>(Task<T> result, T expected) => (await result).ShouldBe(expected);

    private static async Task ExpectClaimsAsync(Task<IReadOnlyList<ClaimedPush>> claims, List<string> expected, List<ClaimedPush> place)
    {
        var claimed = await claims;
        claimed.Select(claim => claim.Id).ShouldBe(expected);
        place.AddRange(claimed);
    }

    private static async Task ExpectLostAsync(ValueTask<IReadOnlyList<ClaimedPush>> lost, bool isLost) =>
        (await lost).Count.ShouldBe(isLost ? 1 : 0);

    private static async Task ExpectSlotAsync(ValueTask<SendSlot> slot, bool isHeld) =>
        ((await slot).State != SendSlotState.Lost).ShouldBe(isHeld);

    /// <summary>Leaves nothing claimable of the run before.</summary>
    private async Task StartAfreshAsync()
    {
        Time.Advance(TimeSpan.FromHours(1));
        while (await ClaimAsync(1000) is { Count: > 0 } left)
        {
            foreach (var claim in left)
                await DoneAsync(claim);
        }

        _deadBefore = (await History.CountAsync("shop", CancellationToken.None)).Dead;
    }

    private static Settlement SettlementFor(int choice, DateTimeOffset now) => (choice % 8) switch
    {
        < 4 => new Settlement.Done(null),
        4 => new Settlement.DeadLetter("no"),
        5 => new Settlement.Retry(now + TimeSpan.FromSeconds(choice % 30), "again", choice % 2 == 0),
        6 => new Settlement.Defer(now + TimeSpan.FromSeconds(choice % 30), "stopped"),
        _ => new Settlement.Release(),
    };
}
