using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Inbox;

/// <summary>Several pushes in one row, some of them claimed as they lie there.</summary>
public sealed class PackedPushesTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _options = new() { Dispatching = { Lease = TimeSpan.FromSeconds(60) } };
    private SqliteStore _store = null!;
    private SqliteInbox _inbox = null!;
    private byte _keys;

    public PackedPushesTests() => Open();

    [Fact]
    public async Task Claim_OfMoreOfARow_ProlongsTheLeaseOfNoPushBeforeIt()
    {
        await AppendAsync("a", "b", "c");
        await ClaimAsync(1);
        _time.Advance(TimeSpan.FromSeconds(40));
        await ClaimAsync(1);
        _time.Advance(TimeSpan.FromSeconds(20));

        (await ClaimAsync(9)).Select(push => push.OpenId).ShouldBe(["c", "a"]);
    }

    [Fact]
    public async Task Claim_AfterARestart_ProlongsTheLeaseOfNoDeadHolder()
    {
        await AppendAsync("a", "b", "c", "d");
        await ClaimAsync(2);
        await RestartAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        (await ClaimAsync(1)).ShouldHaveSingleItem().OpenId.ShouldBe("c");
        _time.Advance(TimeSpan.FromSeconds(20));

        (await ClaimAsync(9)).Select(push => push.OpenId).ShouldBe(["d", "a", "b"]);
    }

    [Fact]
    public async Task Claim_OfMoreOfARowWithAShorterLease_EndsTheLeaseOfNoPushBeforeIt()
    {
        await AppendAsync("a", "b");
        await ClaimAsync(1);
        _options.Dispatching.Lease = TimeSpan.FromSeconds(10);
        (await ClaimAsync(1)).ShouldHaveSingleItem().OpenId.ShouldBe("b");
        _time.Advance(TimeSpan.FromSeconds(10));

        (await ClaimAsync(9)).ShouldHaveSingleItem().OpenId.ShouldBe("b");
        await RestartAsync();
        (await ClaimAsync(9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_BehindARowThatCannotBeReadToItsEnd_KeepsTheOrderOfTheUser()
    {
        await AppendAsync("a");
        await AppendAsync("a");
        await _store.WriteAsync(session => session.Execute(
            "UPDATE arrival SET pushes = CAST(pushes || $1 AS BLOB) WHERE n = (SELECT min(n) FROM arrival)", new byte[] { 9, 9 }));

        var claim = (await ClaimAsync(9)).ShouldHaveSingleItem();
        (await ClaimAsync(9)).ShouldBeEmpty();
        await DoneAsync(claim);
        (await ClaimAsync(9)).ShouldHaveSingleItem().ReceivedAt.ShouldBeGreaterThan(claim.ReceivedAt);
    }

    [Fact]
    public async Task Claim_InOneTransactionWithAnother_TakesNothingTwice()
    {
        await AppendAsync("a");
        await AppendAsync("b");
        Task<IReadOnlyList<ClaimedPush>>[] claims = [];
        await TogetherAsync(() => claims = [ClaimAsync(9), ClaimAsync(9)]);

        List<ClaimedPush> claimed = [.. await claims[0], .. await claims[1]];
        claimed.Select(push => push.OpenId).Order().ShouldBe(["a", "b"]);
        claimed.AddRange(await ClaimAsync(9));
        claimed.Count.ShouldBe(2);
        foreach (var claim in claimed)
            await DoneAsync(claim);
        (await History().CountAsync("shop", default)).ShouldBe(new PushBacklog(0, 0, 0, 0));
    }

    [Fact]
    public async Task Claim_AfterTheClaimedCouldNotBeRead_TakesNothingTwice()
    {
        await AppendAsync("a", "b", "c");
        var first = await ClaimAsync(1);
        await RestartAsync();
        await _store.WriteAsync(session => session.Execute("ALTER TABLE arrival_claim RENAME TO elsewhere"));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await ClaimAsync(9));
        await _store.WriteAsync(session => session.Execute("ALTER TABLE elsewhere RENAME TO arrival_claim"));

        (await ClaimAsync(9)).Select(push => push.OpenId).ShouldBe(["b", "c"]);
        await DoneAsync(first[0]);
        (await ClaimAsync(9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_WhenWhichAreClaimedCannotBeRead_TakesNoSendForThatOfAnotherPush()
    {
        await AppendAsync("u", "v", "w", "x");
        foreach (var earlier in await ClaimAsync(9))
            await DoneAsync(earlier);
        await AppendAsync("a", "b", "c");
        var claims = await ClaimAsync(9);
        (await _inbox.BeginSendAsync(claims[2], 0, "/send", default)).State.ShouldBe(SendSlotState.Fresh);
        await _inbox.EndSendAsync(
            claims[2], 0, new SendRecord("/send", _time.GetUtcNow(), SendOutcome.Sent, null, null, TimeSpan.Zero), default);
        await DoneAsync(claims[1]);
        await RestartAsync();
        await _store.WriteAsync(session => session.Execute("UPDATE arrival_claim SET first = 'none'"));

        var again = await ClaimAsync(9);
        again.Select(push => push.OpenId).ShouldBe(["a", "c"]);
        foreach (var claim in again)
            (await _inbox.FindSendAsync(claim, 0, default)).State.ShouldBe(SendSlotState.Fresh);
    }

    [Fact]
    public async Task DueHead_OfARowThatIsTakenBitByBit_IsAnotherEachTime()
    {
        await AppendAsync("a", "b", "c");
        var heads = new List<DueHead>();
        for (var i = 0; i < 3; i++)
        {
            heads.AddRange(await _inbox.ReadDueHeadsAsync(["shop"], default));
            await DoneAsync((await ClaimAsync(1)).ShouldHaveSingleItem());
        }

        heads.Select(head => head.Handle).Distinct().Count().ShouldBe(3);
        (await _inbox.ReadDueHeadsAsync(["shop"], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_OfAPayload_LeavesItInNoRowOfWhatArrivedWithIt()
    {
        _options.Retention.Payload = TimeSpan.FromHours(1);
        await AppendAsync("a", "b");
        await DoneAsync((await ClaimAsync(1)).ShouldHaveSingleItem());
        _time.Advance(TimeSpan.FromHours(2));
        while (await _inbox.SweepAsync(100, default) > 0)
        {
            // There may be more.
        }

        (await _store.ReadAsync(session => session.Scalar("SELECT count(*) FROM arrival"), default)).ShouldBe(0L);
        (await ClaimAsync(9)).ShouldHaveSingleItem().OpenId.ShouldBe("b");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private void Open()
    {
        _store = new SqliteStore(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        _inbox = new SqliteInbox(_store, new FixedOptions<WeChatPushOptions>(_options), _time);
    }

    private async Task RestartAsync()
    {
        await _store.DisposeAsync();
        Open();
    }

    private SqlitePushHistory History() => new(_store, _inbox, _time);

    private async Task<IReadOnlyList<ClaimedPush>> ClaimAsync(int max) => (await _inbox.ClaimAsync(max, ClaimScope.All, default)).Pushes;

    private async Task DoneAsync(ClaimedPush claim) =>
        (await _inbox.SettleAsync(claim, new Settlement.Done(null), default)).ShouldBeTrue();

    // One push of each of these users, all in one row.
    private Task AppendAsync(params string[] users) => TogetherAsync(() =>
        [.. users.Select(user => _inbox.AppendAsync(Push(user), default).AsTask())]);

    // What these begin becomes durable with one commit.
    private async Task TogetherAsync(Func<Task[]> begin)
    {
        using var gate = new ManualResetEventSlim();
        var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        var begun = begin();
        gate.Set();
        await blocked;
        await Task.WhenAll(begun);
    }

    private IncomingPush Push(string user)
    {
        _time.Advance(TimeSpan.FromMilliseconds(7));
        var now = _time.GetUtcNow();
        return new IncomingPush
        {
            Id = PushId.New(now),
            App = "shop",
            Key = PushKey.Read([++_keys, .. new byte[PushKey.Size - 1]]),
            Window = TimeSpan.FromHours(1),
            OpenId = user,
            MsgType = "text",
            Event = null,
            CreateTime = now.ToUnixTimeSeconds(),
            ReceivedAt = now,
            Body = "{}"u8.ToArray(),
        };
    }
}
