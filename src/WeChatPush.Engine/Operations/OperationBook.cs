using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Operations;

/// <summary>The operations of all apps, as records that every instance follows.</summary>
internal sealed partial class OperationBook
{
    // Of an app, the running ones among them: a record has its limit.
    private const int MaxKept = 50;

    private readonly IRecordStore _records;
    private readonly RecordWatch _watch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, IReadOnlyList<StoredOperation>> _apps = new(StringComparer.Ordinal);

    /// <summary>Follows the records; before the host starts.</summary>
    public OperationBook(IRecordStore records, RecordWatch watch, TimeProvider time, ILogger<OperationBook> logger)
    {
        (_records, _watch, _time, _logger) = (records, watch, time, logger);
        watch.Follow(RecordKind.Operation, Apply);
    }

    /// <summary>Called when one may have been added or ended, by this instance or another.</summary>
    public event Action? Changed;

    /// <summary>The apps that have operations.</summary>
    public IEnumerable<string> Apps => _apps.Keys;

    /// <summary>All of them, as far as this instance knows.</summary>
    public IEnumerable<(string App, StoredOperation Operation)> List() =>
        _apps.SelectMany(app => app.Value.Select(operation => (app.Key, operation)));

    /// <summary>One of them.</summary>
    public (string App, StoredOperation Operation)? Find(string id) =>
        List().Where(found => found.Operation.Id == id).Select(found => ((string, StoredOperation)?)found).FirstOrDefault();

    /// <summary>Sees what other instances have written.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _watch.RefreshAsync(cancellationToken);

    /// <summary>
    /// Changes the operations of an app, as they are in the store; it is asked again when another instance was quicker. Those that
    /// ended long ago are forgotten with it.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="change">What they are to be; <see langword="null"/>: as they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether they were changed.</returns>
    public async ValueTask<bool> ChangeAsync(
        string app, Func<IReadOnlyList<StoredOperation>, IReadOnlyList<StoredOperation>?> change, CancellationToken cancellationToken)
    {
        var key = OperationRecord.KeyOf(app);
        for (var isWritten = false; !isWritten;)
        {
            var found = await _records.FindAsync(key, cancellationToken);
            var known = found?.Content is { } content ? OperationRecord.Read(content.Span) ?? [] : [];
            if (change(known) is not { } changed)
                return false;
            var next = Forget(changed);
            if (next.Count == 0 && found is null)
                break;
            var write = next.Count == 0
                ? await _records.RemoveAsync(key, found!.Version, cancellationToken)
                : await _records.WriteAsync(key, OperationRecord.Write(next), found?.Version, cancellationToken);
            isWritten = write.Written;
        }

        await _watch.RefreshAsync(cancellationToken);
        return true;
    }

    /// <summary>Whether some of an app ended so long ago that they are forgotten.</summary>
    public bool HasOld(string app) => _apps.TryGetValue(app, out var known) && Forget(known).Count < known.Count;

    private List<StoredOperation> Forget(IReadOnlyList<StoredOperation> operations)
    {
        var before = _time.GetUtcNow() - IOperations.Memory;
        var ended = operations.Where(operation => !operation.IsRunning && operation.FinishedAt > before)
            .OrderByDescending(operation => operation.FinishedAt).Take(MaxKept).ToHashSet();
        return [.. operations.Where(operation => operation.IsRunning || ended.Contains(operation))];
    }

    private void Apply(StoredRecord record)
    {
        var app = record.Key.Name;
        if (record.Content is not { } content)
            _apps.TryRemove(app, out _);
        else if (OperationRecord.Read(content.Span) is { } operations)
            _apps[app] = operations;
        else
            LogUnreadable(_logger, app);
        Changed?.Invoke();
    }

    [LoggerMessage(1300, LogLevel.Error,
        "The operations of the app {App} cannot be read by this version, and do not go on here. The next one that is started replaces them.")]
    private static partial void LogUnreadable(ILogger logger, string app);
}
