using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Stats;

/// <summary>
/// Takes what was counted to the store, once a minute and when the host stops: of each app of which something changed all that its
/// slot has until now, so that a repetition counts nothing twice. A process that is killed loses a minute of figures at most.
/// </summary>
internal sealed class StatWriter(
    StatRecorder recorder,
    IStatStore store,
    IInbox inbox,
    IPushHistory history,
    AppCatalog apps,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time) : PeriodicWorker(time)
{
    private const int BatchSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string _run = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    // One round and the last one, of a host that stops, may meet. A host may stop what it has disposed, so this is left to the
    // collector: it holds nothing of the system.
    private readonly SemaphoreSlim _turn = new(1);
    private HashSet<string> _waiting = new(StringComparer.Ordinal);
    private bool _isNoted;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Interval;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            // The figures of the last minute are lost.
        }
    }

    /// <summary>Writes what has changed.</summary>
    /// <exception cref="StoreUnavailableException">Some of it is not written; the next round writes it.</exception>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await NoteRestartAsync(cancellationToken);
            await LookAtQueuesAsync(cancellationToken);
            foreach (var slot in recorder.List())
                await WriteAsync(slot, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await WriteAsync(stoppingToken);
        return Interval;
    }

    private static string Version()
    {
        var version = typeof(StatWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return version.Split('+')[0];
    }

    private async ValueTask NoteRestartAsync(CancellationToken cancellationToken)
    {
        if (_isNoted)
            return;
        await store.NoteRestartAsync(new(_startedAt, $"{Environment.MachineName}-{_run}", Version()), cancellationToken);
        _isNoted = true;
    }

    // Where nothing happens nothing is asked, unless something was left waiting at the last look.
    private async ValueTask LookAtQueuesAsync(CancellationToken cancellationToken)
    {
        var slot = recorder.Now();
        var asked = slot.Apps.Select(app => app.Key).Union(_waiting, StringComparer.Ordinal).Where(Exists).ToList();
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        var now = Time.GetUtcNow();
        foreach (var some in asked.Chunk(BatchSize))
        {
            var heads = (await inbox.ReadDueHeadsAsync(some, cancellationToken)).ToDictionary(head => head.App, StringComparer.Ordinal);
            foreach (var app in some)
            {
                if (!heads.TryGetValue(app, out var head))
                {
                    slot.Get(app).NoteQueue(depth: 0, oldest: 0);
                    continue;
                }

                var backlog = await history.CountAsync(app, cancellationToken);
                waiting.Add(app);
                slot.Get(app).NoteQueue(
                    (long)backlog.Queued + backlog.Processing + backlog.Retrying, Math.Max(0, (long)(now - head.At).TotalSeconds));
            }
        }

        _waiting = waiting;
    }

    private bool Exists(string app) => apps.Find(app) is not null;

    // An app that was removed; one that comes later may have its name. While the apps are being read it is not known.
    private void Forget(StatSlot slot, string app)
    {
        if (apps.IsLoaded)
            slot.Remove(app);
    }

    private async ValueTask WriteAsync(StatSlot slot, CancellationToken cancellationToken)
    {
        // What was counted as the slot ended is in it by the time of a round that begins a minute later.
        var isOver = Time.GetUtcNow() >= slot.At + StatSlots.Length + Interval;
        var rows = new List<StatRow>();
        foreach (var (app, figures) in slot.Apps)
        {
            if (!Exists(app))
                Forget(slot, app);
            else if (figures.Write() is { Length: > 0 } content && !content.AsSpan().SequenceEqual(slot.Written.GetValueOrDefault(app)))
                rows.Add(new(app, slot.At, _run, content));
        }

        foreach (var some in rows.Chunk(BatchSize))
        {
            await store.WriteAsync(some, options.CurrentValue.Retention.Stats, cancellationToken);
            foreach (var row in some)
                slot.Written[row.App] = row.Content;
        }

        if (isOver)
            recorder.Drop(slot);
    }
}
