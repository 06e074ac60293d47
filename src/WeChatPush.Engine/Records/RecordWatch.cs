using Microsoft.Extensions.Logging;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Records;

/// <summary>
/// Follows the records: tells each kind's owner what was written and removed, from the first record on, one after the other.
/// A change of another instance arrives by its signal, or by the next look at the latest.
/// </summary>
internal sealed partial class RecordWatch : PeriodicWorker
{
    // A change must be everywhere within a second, also when its signal was lost.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxBlind = RecordLimits.RemovalMemory / 2;
    private const int PageSize = 200;

    private readonly IRecordStore _records;
    private readonly IRecordCopy? _copy;
    private readonly ILogger _logger;
    private readonly WorkSignal _signal;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<RecordKind, Action<StoredRecord>> _owners = [];
    private readonly Dictionary<RecordKey, long> _versions = [];
    private long _revision;
    private long _readAt;
    private volatile bool _loaded;

    public RecordWatch(IRecordStore records, TimeProvider time, ILogger<RecordWatch> logger, IRecordCopy? copy = null)
        : base(time)
    {
        (_records, _copy, _logger, _signal) = (records, copy, logger, new WorkSignal(time));
        records.Changed += _signal.Set;
    }

    /// <summary>
    /// Whether what is stored is known, be it from the copy on the own disk. Until it is, nobody can say that an app does not
    /// exist.
    /// </summary>
    public bool IsLoaded => _loaded;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(1);

    /// <summary>
    /// Tells a kind's owner of every record; before the host starts. What the owner is told is never older than what it was told
    /// before, and it must not throw.
    /// </summary>
    public void Follow(RecordKind kind, Action<StoredRecord> tell) => _owners.Add(kind, tell);

    /// <summary>Loads everything before the first push can arrive.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (StoreUnavailableException error) when (error is not StoreFormatException && _copy is not null)
        {
            await LoadCopyAsync(_copy, error.Message, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Looks now, so that a caller who wrote a record sees it in force when this returns.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _records.Changed -= _signal.Set;
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await RefreshAsync(stoppingToken);
        return Interval;
    }

    /// <inheritdoc/>
    protected override Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken) => _signal.WaitAsync(pause, stoppingToken);

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error) => LogBlind(_logger, error.Message);

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        // Removals may have been forgotten meanwhile: everything is read, and what is not among it is gone.
        var isWhole = _revision == 0 || Time.GetElapsedTime(_readAt) > MaxBlind;
        var since = isWhole ? 0 : _revision;
        var seen = new HashSet<RecordKey>();
        for (var hasMore = true; hasMore;)
        {
            var page = await _records.ReadAsync(since, PageSize, cancellationToken);
            (since, hasMore) = (page.Revision, page.HasMore);
            seen.UnionWith(page.Records.Select(record => record.Key));
            await ApplyAsync(page.Records, cancellationToken);
        }

        if (isWhole)
        {
            await ApplyAsync(
                [.. _versions.Where(known => !seen.Contains(known.Key)).Select(known => new StoredRecord(known.Key, known.Value + 1, null))],
                cancellationToken);
        }

        (_revision, _readAt, _loaded) = (since, Time.GetTimestamp(), true);
    }

    private async ValueTask ApplyAsync(IReadOnlyList<StoredRecord> changes, CancellationToken cancellationToken)
    {
        var fresh = changes.Where(IsNew).ToList();
        foreach (var record in fresh)
            Apply(record);
        // No start needs the bookmarks, and they are of users: no copy of them is to be erased.
        fresh.RemoveAll(record => record.Key.Kind is RecordKind.Bookmarks);
        if (fresh.Count == 0 || _copy is null)
            return;
        try
        {
            await _copy.SaveAsync(fresh, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            LogNotCopied(_logger, error.Message);
        }
    }

    private bool IsNew(StoredRecord record) =>
        _versions.TryGetValue(record.Key, out var known) ? record.Version != known : record.Content is not null;

    private void Apply(StoredRecord record)
    {
        if (record.Content is null)
            _versions.Remove(record.Key);
        else
            _versions[record.Key] = record.Version;
        if (_owners.TryGetValue(record.Key.Kind, out var tell))
            tell(record);
    }

    private async ValueTask LoadCopyAsync(IRecordCopy copy, string reason, CancellationToken cancellationToken)
    {
        var records = await copy.ReadAsync(cancellationToken);
        LogFromCopy(_logger, records.Count, reason);
        if (records.Count == 0)
            return;
        foreach (var record in records)
            Apply(record);
        _loaded = true;
    }

    [LoggerMessage(161, LogLevel.Warning,
        "Changes of stored apps and keys cannot be read: {Reason} Those that are known stay in force.")]
    private static partial void LogBlind(ILogger logger, string reason);

    [LoggerMessage(162, LogLevel.Warning,
        "The shared store is away: {Count} stored apps and keys are taken from the copy in WeChatPush:DataDirectory. {Reason}")]
    private static partial void LogFromCopy(ILogger logger, int count, string reason);

    [LoggerMessage(163, LogLevel.Warning,
        "Stored apps and keys could not be copied to WeChatPush:DataDirectory: {Reason}. While the shared store is away, a start of "
        + "this instance would not know them.")]
    private static partial void LogNotCopied(ILogger logger, string reason);
}
