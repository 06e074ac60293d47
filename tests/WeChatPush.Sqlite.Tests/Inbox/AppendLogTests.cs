using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Inbox;

/// <summary>Pushes that lie packed until somebody asks for them.</summary>
public sealed class AppendLogTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store;

    public AppendLogTests() => _store = Open();

    [Fact]
    public async Task Claim_TakesApartOnlyWhatCanBeTaken()
    {
        var inbox = Inbox();
        for (var i = 0; i < 10; i++)
            (await inbox.AppendAsync(Push($"user {i}", (byte)i), CancellationToken.None)).ShouldBe(AppendOutcome.Stored);
        (await PackedAsync()).ShouldBe(10);

        (await inbox.ClaimAsync(3, ClaimScope.All, CancellationToken.None)).Pushes
            .Select(push => push.OpenId).ShouldBe(["user 0", "user 1", "user 2"]);

        (await PackedAsync()).ShouldBe(7);
        (await inbox.ClaimAsync(100, ClaimScope.All, CancellationToken.None)).Pushes.Count.ShouldBe(7);
        (await PackedAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Count_CountsWhatIsPacked_AndAListTakesItApart()
    {
        var inbox = Inbox();
        var history = new SqlitePushHistory(_store, inbox, TimeProvider.System);
        await inbox.AppendAsync(Push("user", 1), CancellationToken.None);
        await inbox.AppendAsync(Push("user", 2), CancellationToken.None);

        (await history.CountAsync("shop", CancellationToken.None)).Queued.ShouldBe(2);
        (await history.CountAsync("other", CancellationToken.None)).Queued.ShouldBe(0);
        (await history.ListAsync("shop", new PushFilter(), CancellationToken.None)).Items.Count.ShouldBe(2);
        (await history.CountAsync("shop", CancellationToken.None)).Queued.ShouldBe(2);
    }

    [Fact]
    public async Task List_InTheTransactionOfAClaim_IndexesNothingTwice()
    {
        var inbox = Inbox();
        var history = new SqlitePushHistory(_store, inbox, TimeProvider.System);
        for (byte round = 0; round < 100; round++)
        {
            await inbox.AppendAsync(Push($"user {round}", round), CancellationToken.None);
            var claim = inbox.ClaimAsync(1, ClaimScope.All, CancellationToken.None).AsTask();
            var list = history.ListAsync("shop", new PushFilter(), CancellationToken.None).AsTask();
            await Task.WhenAll(claim, list);
            (await inbox.SettleAsync((await claim).Pushes.ShouldHaveSingleItem(), new Settlement.Done(null), CancellationToken.None)).ShouldBeTrue();
        }

        (await history.CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(0, 0, 0, 0));
    }

    [Fact]
    public async Task Append_WhenItsTransactionFails_HasNotBeenSeen()
    {
        var inbox = Inbox();
        using var gate = new ManualResetEventSlim();
        var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        var first = inbox.AppendAsync(Push("user", 1), CancellationToken.None).AsTask();
        var copy = inbox.AppendAsync(Push("user", 1), CancellationToken.None).AsTask();
        var failing = _store.WriteAsync<int>(_ => throw new InvalidOperationException("one of the batch")).AsTask();
        gate.Set();
        await blocked;

        await Should.ThrowAsync<InvalidOperationException>(failing);
        new[] { await first, await copy }.ShouldBe([AppendOutcome.Stored, AppendOutcome.Duplicate]);
        (await PackedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Append_OfWhatAnOlderVersionHasSeen_IsADuplicate()
    {
        _store.Migrate("inbox", InboxSchema.Version1, InboxSchema.Version2);
        var push = Push("user", 1);
        await _store.WriteAsync(session => session.Execute(
            "INSERT INTO seen (key, until) VALUES ($1, $2)", KeyBytes.From(push.Key), long.MaxValue));

        (await Inbox().AppendAsync(push, CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Claim_InAFileOfAnOlderVersion_GoesOnWithWhatItHolds()
    {
        _store.Migrate("inbox", InboxSchema.Version1, InboxSchema.Version2, InboxSchema.Version3, InboxSchema.Version4, InboxSchema.Version5);
        var (done, queued, packed) = (Push("user", 1), Push("user", 2), Push("user", 3));
        var row = new ArrayBufferWriter<byte>();
        AppendLogEntry.Write(row, packed, packed.ReceivedAt.ToUnixTimeMilliseconds());
        await _store.WriteAsync(session =>
        {
            foreach (var (seq, push, state) in new[] { (1, done, InboxSchema.Done), (2, queued, InboxSchema.Queued) })
            {
                session.Execute(
                    "INSERT INTO push (seq, id, app, mailbox, open_id, msg_type, create_time, received_at, state, due_at, ended_at) VALUES ($1, $2, $3, $4, $5, 'text', 1, $6, $7, $8, $9)",
                    seq, Convert.FromHexString(push.Id), push.App, Mailbox.GetName(push.App, push.OpenId), push.OpenId,
                    push.ReceivedAt.ToUnixTimeMilliseconds(), state, state == InboxSchema.Queued ? 5 : null, state == InboxSchema.Done ? 5 : null);
                session.Execute("INSERT INTO push_body (seq, body) VALUES ($1, $2)", seq, push.Body.ToArray());
            }

            session.Execute("INSERT INTO timeline (seq, n, at, what, detail) VALUES (1, 1, 5, 'done', 'as before')");
            return session.Execute("INSERT INTO arrival (app, at, count, pushes) VALUES ('shop', 5, 1, $1)", row.WrittenSpan.ToArray());
        });

        var inbox = Inbox();
        foreach (var push in new[] { queued, packed })
        {
            var claim = (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldHaveSingleItem();
            claim.Id.ShouldBe(push.Id);
            (await inbox.SettleAsync(claim, new Settlement.Done("now"), CancellationToken.None)).ShouldBeTrue();
        }

        var history = new SqlitePushHistory(_store, inbox, TimeProvider.System);
        foreach (var (push, detail) in new[] { (done, "as before"), (queued, "now"), (packed, "now") })
        {
            var found = (await history.FindAsync("shop", push.Id, CancellationToken.None)).ShouldNotBeNull();
            found.State.ShouldBe(PushState.Done);
            found.Timeline.Select(entry => (entry.What, entry.Detail)).ShouldBe([("received", null), ("done", detail)]);
        }
    }

    [Fact]
    public async Task Claim_AfterARestart_HoldsWhatWasClaimed_AndGoesOnBehindIt()
    {
        // All of one commit: one row.
        var inbox = Inbox();
        using (var gate = new ManualResetEventSlim())
        {
            var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
            var appends = Enumerable.Range(0, 6).Select(i => inbox.AppendAsync(Push($"user {i % 4}", (byte)i), CancellationToken.None).AsTask()).ToList();
            gate.Set();
            await blocked;
            await Task.WhenAll(appends);
        }

        var first = (await inbox.ClaimAsync(3, ClaimScope.All, CancellationToken.None)).Pushes;
        first.Select(push => push.OpenId).ShouldBe(["user 0", "user 1", "user 2"]);
        (await inbox.SettleAsync(first[1], new Settlement.Done(null), CancellationToken.None)).ShouldBeTrue();
        await _store.DisposeAsync();
        _store = Open();

        inbox = Inbox();
        var history = new SqlitePushHistory(_store, inbox, TimeProvider.System);
        (await history.CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(3, 2, 0, 0));
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.Select(push => push.OpenId).ShouldBe(["user 3", "user 1"]);
        (await history.FindAsync("shop", first[0].Id, CancellationToken.None)).ShouldNotBeNull().State.ShouldBe(PushState.Processing);
        (await history.FindAsync("shop", first[1].Id, CancellationToken.None)).ShouldNotBeNull().State.ShouldBe(PushState.Done);
        (await inbox.SettleAsync(first[0], new Settlement.Done(null), CancellationToken.None)).ShouldBeTrue();
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldHaveSingleItem().OpenId.ShouldBe("user 0");
    }

    [Fact]
    public async Task Settle_AfterARestart_LetsTheNextOfTheUserStepForward()
    {
        var inbox = Inbox();
        await inbox.AppendAsync(Push("user", 1), CancellationToken.None);
        await inbox.AppendAsync(Push("user", 2), CancellationToken.None);
        var first = (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldHaveSingleItem();
        await _store.DisposeAsync();
        _store = Open();

        inbox = Inbox();
        (await inbox.SettleAsync(first, new Settlement.Done(null), CancellationToken.None)).ShouldBeTrue();
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Settle_WhenItsTransactionFails_IsDoneInTheNext()
    {
        var inbox = Inbox();
        await inbox.AppendAsync(Push("user", 1), CancellationToken.None);
        var claim = (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldHaveSingleItem();
        using var gate = new ManualResetEventSlim();
        var blocked = _store.WriteAsync(_ => { gate.Wait(); return 0; }).AsTask();
        var settled = inbox.SettleAsync(claim, new Settlement.Done("done"), CancellationToken.None).AsTask();
        var failing = _store.WriteAsync<int>(_ => throw new InvalidOperationException("one of the batch")).AsTask();
        gate.Set();
        await blocked;

        await Should.ThrowAsync<InvalidOperationException>(failing);
        (await settled).ShouldBeTrue();
        (await inbox.SettleAsync(claim, new Settlement.Done("done"), CancellationToken.None)).ShouldBeFalse();
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_AfterARestart_StillKnowsWhatItHasSeen()
    {
        await Inbox().AppendAsync(Push("user", 1), CancellationToken.None);
        await _store.DisposeAsync();
        _store = Open();

        var inbox = Inbox();
        (await inbox.AppendAsync(Push("user", 1), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
        (await inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None)).Pushes.Count.ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private SqliteStore Open() => new(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);

    private SqliteInbox Inbox() => new(_store, new FixedOptions<WeChatPushOptions>(new WeChatPushOptions()), TimeProvider.System);

    private async Task<int> PackedAsync() =>
        (await _store.ReadAsync(session => AppendLogIndexer.Count(session, "shop"), CancellationToken.None)).Waiting;

    private static IncomingPush Push(string user, byte key)
    {
        var now = DateTimeOffset.UtcNow;
        return new IncomingPush
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            App = "shop",
            Key = PushKey.Read([key, .. new byte[PushKey.Size - 1]]),
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
