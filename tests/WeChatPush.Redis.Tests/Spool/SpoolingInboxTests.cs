using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Spool;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Spool;

public sealed partial class SpoolingInboxTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _settings = new() { Receiving = { AppendTimeout = TimeSpan.FromSeconds(2) } };
    private SqliteStore _sharedStore = null!;
    private SqliteStore _localStore = null!;
    private FlakyInbox _shared = null!;
    private PushSpool _spool = null!;
    private SharedStoreWatch _watch = null!;
    private FakeLogCollector _log = null!;
    private OutageLog _outages = null!;
    private int _capacity = Capacity;
    private SpoolingInbox _inbox = null!;
    private int _counter;

    public Task InitializeAsync()
    {
        _sharedStore = new SqliteStore(_directory.File("shared.db"), NullLogger<SqliteStore>.Instance);
        _shared = new FlakyInbox(new SqliteInbox(_sharedStore, new FixedOptions<WeChatPushOptions>(_settings), _time));
        Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _localStore.DisposeAsync();
        await _sharedStore.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Append_WhileTheStoreAnswers_LeavesTheSpoolEmpty()
    {
        (await AppendAsync(Push())).ShouldBe(AppendOutcome.Stored);

        _spool.Count.ShouldBe(0);
        _shared.Appended.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_WhileTheStoreIsAway_KeepsThePushOnDisk_AndHandsItOverLater()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        var push = Push() with { Source = new Dictionary<string, string> { ["x-wx-unionid"] = "union" } };
        (await AppendAsync(push)).ShouldBe(AppendOutcome.Stored);
        await ReopenAsync();
        _spool.Count.ShouldBe(1);
        _spool.CountOf("shop").ShouldBe(1);

        await DrainAsync();
        var claim = (await ClaimAsync()).ShouldHaveSingleItem();
        claim.Id.ShouldBe(push.Id);
        claim.Body.ToArray().ShouldBe(push.Body.ToArray());
        claim.Source.ShouldBe(push.Source);
        claim.ReceivedAt.ShouldBe(push.ReceivedAt);
    }

    [Fact]
    public async Task Append_WhileTheStoreHangs_SpoolsWithinTheDeadline_AndLaterPushesAtOnce()
    {
        _shared.Now = FlakyInbox.Weather.Hanging;
        var first = AppendAsync(Push()).AsTask();
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await first).ShouldBe(AppendOutcome.Stored);
        (await AppendAsync(Push())).ShouldBe(AppendOutcome.Stored); // the clock stands still: it waited for nothing
        _spool.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_WhenTheOutcomeIsUnknown_IsOnePushInTheEnd()
    {
        _shared.Now = FlakyInbox.Weather.Deaf;
        var append = AppendAsync(Push(key: "a")).AsTask();
        while (!append.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await append).ShouldBe(AppendOutcome.Stored);
        await DrainAsync();
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_OfADuplicateDuringTheOutage_IsOnePush()
    {
        await AppendAsync(Push("b", "before"));
        _shared.Now = FlakyInbox.Weather.Away;
        (await AppendAsync(Push(key: "during"))).ShouldBe(AppendOutcome.Stored);
        (await AppendAsync(Push(key: "during"))).ShouldBe(AppendOutcome.Duplicate);
        await AppendAsync(Push("b", "before"));

        await DrainAsync();
        (await ClaimAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_OfAUserWithASpooledPush_QueuesBehindIt()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        var first = Push("a");
        await AppendAsync(first);
        _shared.Now = FlakyInbox.Weather.Fine;
        ComeBack();
        var second = Push("a");
        await _time.RunAsync(AppendAsync(second).AsTask(), TimeSpan.FromMilliseconds(50));
        var other = Push("b");
        await AppendAsync(other);

        _spool.Count.ShouldBe(2);
        _shared.Appended.ShouldBe([other.Id]);
        await DrainAsync();
        _shared.Appended.Distinct().ShouldBe([other.Id, first.Id, second.Id]);
    }

    [Fact]
    public async Task Append_OfAUserWhoIsFasterThanTheHandOver_IsAnsweredWhenThatHasCaughtUp()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        await AppendAsync(Push("a"));
        _shared.Now = FlakyInbox.Weather.Fine;
        ComeBack();
        var append = AppendAsync(Push("a")).AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(_spool.Count == 2), () => "it is not in the spool");
        append.IsCompleted.ShouldBeFalse();

        await DrainAsync();
        (await append).ShouldBe(AppendOutcome.Stored);
        (await AppendAsync(Push("a"))).ShouldBe(AppendOutcome.Stored);
        _spool.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Append_WhenTheSpoolIsFull_IsRefused()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        for (var i = 0; i < Capacity; i++)
            await AppendAsync(Push());

        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push()).AsTask());
    }

    [Fact]
    public async Task Append_WhenConfiguredToRefuse_SpoolsNothing()
    {
        _settings.Receiving.WhenStoreIsDown = StoreOutage.Refuse;
        _shared.Now = FlakyInbox.Weather.Away;

        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push()).AsTask());
        _spool.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Append_OfAPushThatAwaitsAReply_IsNotAcknowledgedFromTheSpool()
    {
        _shared.Now = FlakyInbox.Weather.Away;

        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push() with { AwaitsReply = true }).AsTask());
        _spool.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Append_WhenTheDiskHangsToo_EndsAtItsDeadline_AndLosesNoCount()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        using var disk = new ManualResetEventSlim();
        var hanging = _localStore.WriteAsync(_ => { disk.Wait(); return 0; }).AsTask();
        using var deadline = new CancellationTokenSource();
        var append = _inbox.AppendAsync(Push(), deadline.Token).AsTask();
        await deadline.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(append.WaitAsync(TimeSpan.FromSeconds(10)));
        _spool.Count.ShouldBe(1);
        disk.Set();
        await hanging;
        await _localStore.WriteAsync(_ => 0);
        await Eventually.TrueAsync(() => Task.FromResult(_spool.Count == 0), () => $"the spool counts {_spool.Count}");
    }

    [Fact]
    public async Task Drain_WhenTheStoreGoesAwayAgain_LosesNothing()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var push = Push($"user {i}");
            ids.Add(push.Id);
            await AppendAsync(push);
        }

        using var drain = NewDrain();
        await drain.StartAsync(CancellationToken.None);
        for (var i = 0; i < 5; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
        await drain.StopAsync(CancellationToken.None);
        _spool.Count.ShouldBe(10);

        await DrainAsync();
        (await ClaimAsync(100)).Select(claim => claim.Id).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Drain_AfterAnUnheardOfError_GoesOn()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        await AppendAsync(Push());
        _shared.Breaks = true;

        await DrainAsync().WaitAsync(TimeSpan.FromSeconds(10));
        _shared.Breaks.ShouldBeFalse();
    }

    private const int Capacity = 20;

    private ValueTask<AppendOutcome> AppendAsync(IncomingPush push) => _inbox.AppendAsync(push, CancellationToken.None);

    private async Task<IReadOnlyList<ClaimedPush>> ClaimAsync(int max = 100) =>
        (await _shared.ClaimAsync(max, ClaimScope.All, CancellationToken.None)).Pushes;

    private void Open()
    {
        _localStore = new SqliteStore(_directory.File("local.db"), NullLogger<SqliteStore>.Instance);
        _spool = new PushSpool(_localStore, _capacity, () => _settings.Receiving.MaxSpoolBytes);
        _watch = new SharedStoreWatch(_time);
        _log = new FakeLogCollector();
        _outages = new OutageLog(_watch, new FixedOptions<WeChatPushOptions>(_settings), _time, new FakeLogger<OutageLog>(_log));
        _inbox = new SpoolingInbox(_shared, _spool, _watch, new FixedOptions<WeChatPushOptions>(_settings), _time);
    }

    private async Task ReopenAsync()
    {
        await _localStore.DisposeAsync();
        Open();
    }

    private SpoolDrain NewDrain() => new(
        _shared,
        _spool,
        _watch,
        _outages,
        _shared,
        _time,
        NullLogger<SpoolDrain>.Instance);

    // As the drain finds it.
    private void ComeBack()
    {
        _watch.Checked(null, _shared.IsPartitioned, _watch.Suspicion);
        _watch.Answered("shop");
    }

    private async Task DrainAsync()
    {
        _shared.Now = FlakyInbox.Weather.Fine;
        using var service = NewDrain();
        // Supervised, as in the host.
        using var drain = new SupervisedService<SpoolDrain>(
            service, new BackgroundFailures(_time), _time, NullLogger<SpoolDrain>.Instance);
        await drain.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                // Slowly against the disk, so that the drain's own deadline does not pass in between.
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return _spool.Count == 0;
            },
            () => $"{_spool.Count} are left in the spool");

        await drain.StopAsync(CancellationToken.None);
    }

    private IncomingPush Push(string user = "user", string? key = null, string app = "shop")
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var name = key ?? $"key {++_counter}";
        return new IncomingPush
        {
            Id = PushId.New(_time.GetUtcNow()),
            App = app,
            Key = PushKey.Read(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, PushKey.Size)),
            Window = TimeSpan.FromHours(1),
            OpenId = user,
            MsgType = "text",
            Event = null,
            CreateTime = 1,
            ReceivedAt = _time.GetUtcNow(),
            Body = Encoding.UTF8.GetBytes($"{{\"n\":\"{name}\"}}"),
        };
    }
}
