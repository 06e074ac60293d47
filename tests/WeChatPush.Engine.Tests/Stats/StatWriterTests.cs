using System.Text;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Stats;
using WeChatPush.Storage;
using WeChatPush.Telemetry;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Stats;

public sealed class StatWriterTests : IAsyncDisposable
{
    private readonly string _app = $"stat-{Guid.NewGuid():N}"[..20];
    private readonly ManualTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SqliteFile _file = new();
    private readonly FixedOptions<WeChatPushOptions> _options;
    private readonly AppCatalog _apps;
    private readonly SqliteInbox _inbox;
    private readonly Store _store = new();
    private readonly List<IDisposable> _runs = [];

    public StatWriterTests()
    {
        _options = new(Settings(_app, $"{_app}-2"));
        _apps = Catalogs.From(_options);
        _inbox = new(_file.Store, _options, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _runs.ForEach(run => run.Dispose());
        _apps.Dispose();
        await _file.DisposeAsync();
    }

    [Fact]
    public async Task Write_Again_CountsNothingTwice_AndWritesNothingWhereNothingChanged()
    {
        var writer = Run();
        Metrics.Settled(_app, "done");
        await writer.WriteAsync(default);
        Metrics.Settled(_app, "done");
        _store.IsAway = true;
        await Should.ThrowAsync<StoreUnavailableException>(async () => await writer.WriteAsync(default));
        _store.IsAway = false;
        await writer.WriteAsync(default);
        _time.Advance(TimeSpan.FromMinutes(7));
        await writer.WriteAsync(default);
        await writer.WriteAsync(default);

        (await ReadAsync()).Items.ShouldHaveSingleItem().Handled.ShouldBe(new Dictionary<string, long> { ["done"] = 2 });
        _store.Rows.Count.ShouldBe(1);
        var written = _store.Writes;
        await writer.WriteAsync(default);
        _store.Writes.ShouldBe(written);
    }

    [Fact]
    public async Task Start_WithinASlot_AddsToWhatTheRunBeforeCounted_AndIsMarked()
    {
        var before = Run();
        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(1));
        await before.StopAsync(default);
        End(before);
        _time.Advance(TimeSpan.FromMinutes(1));
        var after = Run();
        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(1));
        await after.StopAsync(default);

        var series = await ReadAsync();
        series.Items.ShouldHaveSingleItem().Pushes["accepted"].ShouldBe(2);
        series.Restarts.Select(restart => restart.At.Minute).ShouldBe([0, 1]);
        series.Restarts.Select(restart => restart.Instance).Distinct().Count().ShouldBe(2);
        series.Restarts.ShouldAllBe(restart => restart.Version.Length > 0 && !restart.Version.Contains('+', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_MergeSlotsAndApps_AndOfAQueueTheWorst()
    {
        await _store.WriteAsync(
            [
                Row(_app, 0, "a", done: 1, depth: 5, oldest: 60), Row(_app, 0, "b", done: 2, depth: 4, oldest: 90),
                Row(_app, 5, "a", done: 4, depth: 1, oldest: 0), Row($"{_app}-2", 5, "a", done: 8, depth: 7, oldest: 10),
                Row(_app, 10, "a", done: 16, depth: 0, oldest: 0), Row("another", 0, "a", done: 100, depth: 100, oldest: 100),
            ],
            default,
            default);
        _time.Advance(TimeSpan.FromMinutes(12));

        var all = await ReadAsync(TimeSpan.FromMinutes(10), all: true);
        (all.From, all.To, all.StepSeconds).ShouldBe((_time.GetUtcNow().AddMinutes(-12), _time.GetUtcNow().AddMinutes(8), 600));
        all.Items.Select(step => (step.At.Minute, step.Handled["done"], step.Depth, step.OldestSeconds))
            .ShouldBe([(0, 15, 12, 90), (10, 16, 0, 0)]);
        var one = await ReadAsync();
        one.Items.Select(step => (step.At.Minute, step.Handled["done"], step.Depth, step.OldestSeconds))
            .ShouldBe([(0, 3, 5, 90), (5, 4, 1, 0), (10, 16, 0, 0)]);
    }

    [Fact]
    public async Task Queue_IsLookedAt_WhereSomethingHappens_AndUntilNothingWaits()
    {
        var writer = Run();
        var push = new IncomingPush
        {
            Id = PushId.New(_time.GetUtcNow()), App = _app, Key = PushKey.Read(new byte[32]), Window = TimeSpan.FromHours(1), OpenId = "o",
            MsgType = "text", Event = null, CreateTime = 0, ReceivedAt = _time.GetUtcNow(), Body = Encoding.UTF8.GetBytes("<xml/>"),
        };
        (await _inbox.AppendAsync(push, default)).ShouldBe(AppendOutcome.Stored);
        await writer.WriteAsync(default);
        (await ReadAsync()).Items.ShouldBeEmpty();

        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromSeconds(90));
        await writer.WriteAsync(default);
        _time.Advance(TimeSpan.FromMinutes(5));
        await writer.WriteAsync(default);

        (await ReadAsync()).Items.Select(step => (step.At.Minute, step.Depth, step.OldestSeconds)).ShouldBe([(0, 1, 90), (5, 1, 390)]);
    }

    [Fact]
    public async Task App_ThatIsRemoved_IsForgotten()
    {
        var writer = Run();
        Metrics.Settled(_app, "done");
        _options.Set(Settings("other"));
        await writer.WriteAsync(default);
        _options.Set(Settings(_app));
        await writer.WriteAsync(default);

        _store.Rows.ShouldBeEmpty();
    }

    private static WeChatPushOptions Settings(params string[] apps)
    {
        var settings = new WeChatPushOptions();
        foreach (var app in apps)
            settings.Apps[app] = new() { AppId = "wx0123456789abcdef", Token = "token" };
        return settings;
    }

    private StatRow Row(string app, int minutes, string run, int done, int depth, int oldest)
    {
        var figures = new StatFigures();
        figures.Add(StatLayout.Handled.Find("done"), done);
        figures.NoteQueue(depth, oldest);
        return new(app, _time.GetUtcNow().AddMinutes(minutes), run, figures.Write());
    }

    private StatWriter Run()
    {
        var recorder = new StatRecorder(_time);
        var writer = new StatWriter(recorder, _store, _inbox, new SqlitePushHistory(_file.Store, _inbox, _time), _apps, _options, _time);
        _runs.AddRange([recorder, writer]);
        return writer;
    }

    // The recorder of a run that has ended counts no more.
    private void End(StatWriter writer) => _runs[_runs.IndexOf(writer) - 1].Dispose();

    private async Task<StatSeries> ReadAsync(TimeSpan? step = null, bool all = false) =>
        await new StatReader(_store, _apps, _options, _time).ReadAsync(
            new(all ? null : [_app], new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), _time.GetUtcNow().AddTicks(1), step ?? StatSlots.Length), default);

    private sealed class Store : IStatStore
    {
        private readonly List<StatRestart> _restarts = [];

        public Dictionary<(string App, DateTimeOffset At, string Instance), StatRow> Rows { get; } = [];

        public bool IsAway { get; set; }

        public int Writes { get; private set; }

        public ValueTask WriteAsync(IReadOnlyCollection<StatRow> rows, TimeSpan keep, CancellationToken cancellationToken)
        {
            // Written, and its answer lost.
            foreach (var row in rows)
                Rows[(row.App, row.At, row.Instance)] = row;
            Writes++;
            return IsAway ? throw new StoreUnavailableException("away") : ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<StatRow>> ReadAsync(
            string app, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            new([.. Rows.Values.Where(row => row.App == app && row.At >= from && row.At < to)]);

        public ValueTask NoteRestartAsync(StatRestart restart, CancellationToken cancellationToken)
        {
            _restarts.Add(restart);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<StatRestart>> ReadRestartsAsync(
            DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => new(_restarts);

        public ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) => new(0);
    }
}
