using WeChatPush.Inbox;

namespace WeChatPush.Operations;

/// <summary>
/// One operation, as one instance works on it: step by step, each as large as a tenth of a second's share. What it does and how far it
/// has come are one step of the store, so that it can end at any point, and go on anywhere.
/// </summary>
internal sealed class OperationRun(
    string app, StoredOperation operation, string holder, IDeadLetterStore store, OperationBook book, TimeProvider time)
{
    /// <summary>For how long an instance has an operation before another one may take it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PauseWhileHeld = TimeSpan.FromSeconds(2);

    // Others write between two steps.
    private const int MaxBatch = 100;
    private const int PageSize = 500;

    private readonly int _batchSize = Math.Clamp(operation.Rate / 10, 1, MaxBatch);
    private BulkProgress? _progress;

    /// <summary>Does a step; returns how long it is to the next, or <see langword="null"/> when it has ended.</summary>
    public async ValueTask<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var before = _progress ?? await store.HoldAsync(app, operation.Id, holder, Lease, cancellationToken);
        _progress = null;
        if (before is null)
            return PauseWhileHeld;
        if (before.IsStopped)
        {
            await EndAsync(OperationState.Cancelled, before, cancellationToken);
            return null;
        }

        var (step, isLast) = await FindAsync(before.Cursor, cancellationToken);
        if (await store.ApplyAsync(app, step, cancellationToken) is not { } after)
            return TimeSpan.Zero;
        if (isLast)
        {
            await EndAsync(OperationState.Finished, after, cancellationToken);
            return null;
        }

        _progress = after;
        var share = TimeSpan.FromSeconds((double)(after.Done - before.Done) / operation.Rate);
        var left = share - time.GetElapsedTime(begun);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Lets another instance go on at once.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_progress is not null)
            await store.HoldAsync(app, operation.Id, holder, TimeSpan.Zero, cancellationToken);
        _progress = null;
    }

    private async ValueTask<(BulkStep Step, bool IsLast)> FindAsync(long cursor, CancellationToken cancellationToken)
    {
        var limit = operation.Criteria.IsEmpty() ? _batchSize : PageSize;
        var page = await store.ReadAsync(app, cursor, limit, cancellationToken);
        var meant = page.Items.Where(push => push.DiedAt <= operation.DeadUntil && operation.Criteria.Matches(push))
            .Select(push => push.Position).Take(_batchSize + 1).ToList();
        var isCut = meant.Count > _batchSize;
        var some = isCut ? meant[.._batchSize] : meant;
        var step = new BulkStep
        {
            Work = operation.Id,
            Holder = holder,
            Lease = Lease,
            Kind = operation.Kind,
            From = cursor,
            To = isCut ? some[^1] : page.Next ?? (page.Items.Count > 0 ? page.Items[^1].Position : cursor),
            DeadUntil = operation.DeadUntil,
            Positions = some,
            Request = new(operation.Actor, operation.Reason),
        };
        return (step, !isCut && page.Next is null);
    }

    private ValueTask<bool> EndAsync(OperationState state, BulkProgress progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return book.ChangeAsync(
            app,
            known => known.Any(one => one.Id == operation.Id && one.IsRunning)
                ? [.. known.Select(one => one.Id == operation.Id ? one.End(state, progress, now) : one)]
                : null,
            cancellationToken);
    }
}
