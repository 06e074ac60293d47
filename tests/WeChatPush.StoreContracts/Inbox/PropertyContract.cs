using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Random commands against the store and against the model: they agree after each one.</summary>
public abstract class PropertyContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private const int Commands = 10;
    private static readonly TimeSpan NonceWindow = TimeSpan.FromMinutes(10);

    [Fact]
    public void AnySequenceOfCommands_EndsAsTheModelSays() =>
        RandomScripts.Play(Commands, 1000, usual: 60, RunAsync);

    private async Task RunAsync((int Kind, int Choice)[] commands)
    {
        var model = new InboxModel(Settings.Dispatching.Lease);
        var held = new List<ClaimedPush>();
        var run = Guid.NewGuid().ToString("N");
        await StartAfreshAsync();

        foreach (var (kind, choice) in commands)
        {
            // Milliseconds apart, so that the order of what falls due is never left to chance.
            Time.Advance(TimeSpan.FromMilliseconds(7));
            var now = Time.GetUtcNow();
            switch (kind)
            {
                case 0 or 1:
                    var user = (choice % 4) switch { 0 => null, var n => $"user {n} {run}" };
                    var key = $"{run} {choice % 40}";
                    var push = Push(user, key, TimeSpan.FromMinutes(5));
                    var nonce = (choice / 40 % 3) == 0 ? null : $"{run} nonce {choice / 120 % 20}";
                    if (nonce is not null)
                        push = push with { Nonce = Nonce(nonce, NonceWindow) };
                    var outcome = await Inbox.AppendAsync(push, CancellationToken.None);
                    outcome.ShouldBe(model.Append(push.Id, key, user, now, TimeSpan.FromMinutes(5), nonce, NonceWindow));
                    break;
                case 2 or 3:
                    var claimed = await ClaimAsync((choice % 5) + 1);
                    claimed.Select(claim => claim.Id).ShouldBe(model.Claim((choice % 5) + 1, now));
                    held.AddRange(claimed);
                    break;
                case 4 or 5 when held.Count > 0:
                    var claimedBefore = held[choice % held.Count];
                    var settlement = SettlementFor(choice / held.Count, now);
                    (await SettleAsync(claimedBefore, settlement))
                        .ShouldBe(model.Settle(claimedBefore.Id, claimedBefore.Fence, settlement, now));
                    break;
                case 6:
                    Time.Advance(TimeSpan.FromSeconds(choice % 100));
                    break;
                case 7 when choice % 5 == 0:
                    await CrashAsync();
                    break;
                case 9:
                    var verified = $"{run} nonce {choice % 20}";
                    await Inbox.RememberNonceAsync("shop", Nonce(verified, NonceWindow), CancellationToken.None);
                    model.RememberNonce(verified, now, NonceWindow);
                    break;
                case 8 when model.Pushes.Count > 0:
                    var replayed = model.Pushes[choice % model.Pushes.Count].Id;
                    (await History.ReplayAsync("shop", replayed, new ReplayRequest("model", null), CancellationToken.None)).ShouldBeTrue();
                    model.Replay(replayed, now);
                    break;
            }
        }

        foreach (var entry in model.Pushes)
        {
            var stored = await FindAsync(entry.Id);
            stored.State.ShouldBe(entry.State);
            stored.Attempts.ShouldBe(entry.Attempts);
        }
    }

    /// <summary>Leaves nothing claimable of the run before.</summary>
    private async Task StartAfreshAsync()
    {
        Time.Advance(TimeSpan.FromHours(1));
        while (await ClaimAsync(1000) is { Count: > 0 } left)
        {
            foreach (var claim in left)
                await DoneAsync(claim);
        }
    }

    private static Settlement SettlementFor(int choice, DateTimeOffset now) => (choice % 6) switch
    {
        0 or 1 => new Settlement.Done(null),
        2 => new Settlement.DeadLetter("no"),
        3 => new Settlement.Retry(now + TimeSpan.FromSeconds(choice % 30), "again", choice % 2 == 0),
        4 => new Settlement.Defer(now + TimeSpan.FromSeconds(choice % 30), "stopped"),
        _ => new Settlement.Release(),
    };
}
