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

    private async Task<long> PackedAsync() =>
        (long)(await _store.ReadAsync(session => session.Scalar("SELECT coalesce(sum(count), 0) FROM arrival"), CancellationToken.None))!;

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
