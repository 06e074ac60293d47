using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Rubbish in any stored record: that record is set aside, and everything behind it, of all apps, goes on.</summary>
public abstract class UnreadableContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, IStoredRecords, new()
{
    private const int MaxRounds = 30;

    private readonly Random _random = new(20261130);

    [Fact]
    public async Task Rubbish_InAnyRecord_LeavesAllOthersHandledAndListed()
    {
        await FillAsync(new Case(-1));
        await RubbishRun.RunAsync(
            await Under.FindPlacesAsync(), (place, rubbish, number) => TryAsync(place, rubbish, new Case(number)));
    }

    private async Task<bool> TryAsync(string place, Rubbish rubbish, Case one)
    {
        await FillAsync(one);
        if (await Under.SpoilAsync(place, rubbish, _random) is null)
        {
            await HandleAsync(one);
            return false;
        }

        // What comes after it.
        await AddAsync(one, "later", "shop");
        await AddAsync(one, "elsewhere later", "club");
        await HandleAsync(one);

        // A record is of one push; what belongs to a whole app may cost what was there, not what comes, and no other app's.
        var lost = one.Pushes.Where(push => !one.Handled.Contains(push.Value)).Select(push => push.Key).ToList();
        if (place.StartsWith("app:", StringComparison.Ordinal))
            lost.RemoveAll(name => !name.Contains("later") && !name.Contains("elsewhere"));
        else if (lost is [var only] && !only.Contains("later"))
            lost.Clear();
        lost.ShouldBeEmpty($"not handled: {string.Join(", ", lost)}");
        await ListAsync();
        return true;
    }

    // Pushes at every stage, each in a record of its own.
    private async Task FillAsync(Case one)
    {
        await AddAsync(one, "begun", "shop");
        var begun = await ClaimAsync();
        foreach (var claim in begun)
        {
            await Inbox.BeginSendAsync(claim, 0, "/send", CancellationToken.None);
            one.Held.Add(claim);
        }

        await AddAsync(one, "awaiting", "shop", awaitsReply: true);
        await AddAsync(one, "first", "shop");
        await AddAsync(one, "elsewhere", "club");
        if (one.Number % 2 == 0)
            await History.ListAsync("shop", new PushFilter(), CancellationToken.None);
        await AddAsync(one, "second", "shop");
        await AddAsync(one, "third", "shop");
    }

    private async Task AddAsync(Case one, string name, string app, bool awaitsReply = false)
    {
        var plain = Push($"user {one.Number} {name}", app: app);
        var push = awaitsReply
            ? new IncomingPush
            {
                Id = plain.Id, App = app, Key = plain.Key, Window = plain.Window, OpenId = plain.OpenId, MsgType = "event", Event = "xpay",
                CreateTime = plain.CreateTime, ReceivedAt = plain.ReceivedAt, Body = plain.Body, AwaitsReply = true,
            }
            : plain;
        (await Inbox.AppendAsync(push, CancellationToken.None)).ShouldBe(AppendOutcome.Stored, name);
        one.Pushes[name] = push.Id;
    }

    private async Task HandleAsync(Case one)
    {
        foreach (var claim in one.Held)
        {
            if (await DoneAsync(claim))
                one.Handled.Add(claim.Id);
        }

        for (var (round, idle) = (0, 0); idle < 3; round++)
        {
            round.ShouldBeLessThan(MaxRounds, "the same pushes come again and again");
            var claims = await ClaimAsync();
            idle = claims.Count == 0 ? idle + 1 : 0;
            foreach (var claim in claims)
            {
                if (await SettleAsync(claim, new Settlement.Done("handled", claim.AwaitsReply ? new StoredReply("ok"u8.ToArray()) : null)))
                    one.Handled.Add(claim.Id);
            }

            await Inbox.SweepAsync(500, CancellationToken.None);
            if (claims.Count == 0)
                Time.Advance(Settings.Dispatching.Lease * 2);
        }
    }

    private async Task ListAsync()
    {
        foreach (var app in new[] { "shop", "club" })
        {
            await History.CountAsync(app, CancellationToken.None);
            foreach (var state in Enum.GetValues<PushState>().Cast<PushState?>().Append(null))
            {
                var page = await History.ListAsync(app, new PushFilter { State = state, Limit = 200 }, CancellationToken.None);
                foreach (var push in page.Items.Take(10))
                {
                    Enum.IsDefined(push.State).ShouldBeTrue();
                    var detail = await History.FindAsync(app, push.Id, CancellationToken.None);
                    detail?.Sends.ShouldAllBe(send => send.Outcome == null || Enum.IsDefined(send.Outcome.Value));
                }
            }
        }
    }

    private sealed class Case(int number)
    {
        public int Number => number;

        public Dictionary<string, string> Pushes { get; } = [];

        public List<ClaimedPush> Held { get; } = [];

        public HashSet<string> Handled { get; } = [];
    }
}
