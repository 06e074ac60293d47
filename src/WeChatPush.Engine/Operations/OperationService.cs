using WeChatPush.Inbox;

namespace WeChatPush.Operations;

/// <summary>Starts, shows and cancels operations.</summary>
internal sealed class OperationService(OperationBook book, IDeadLetterStore store, TimeProvider time) : IOperations
{
    private const int PageSize = 500;
    private const int MaxLooked = DeadLetterGroups.MaxLooked;

    /// <inheritdoc/>
    public async ValueTask<DeadLetterCount> CountAsync(string app, DeadLetterFilter filter, CancellationToken cancellationToken) =>
        await CountAsync(app, filter.ToCriteria(), await store.ReadClockAsync(app, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Operation?> StartAsync(string app, NewOperation operation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(operation.Rate, NewOperation.MinRate, nameof(operation));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operation.Rate, NewOperation.MaxRate, nameof(operation));

        // First the time: what dies while it is counted is not meant.
        var deadUntil = await store.ReadClockAsync(app, cancellationToken);
        var criteria = operation.Filter.ToCriteria();
        var count = await CountAsync(app, criteria, deadUntil, cancellationToken);
        var stored = new StoredOperation
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            Kind = operation.Kind,
            State = OperationState.Running,
            Criteria = criteria,
            DeadUntil = deadUntil,
            Total = count.SearchedUntil is null ? count.Count : null,
            Rate = operation.Rate,
            Actor = operation.Actor,
            Reason = operation.Reason,
            StartedAt = time.GetUtcNow(),
        };

        // A write whose answer was lost may have been done.
        var isAdded = await book.ChangeAsync(
            app,
            known => known.Any(one => one.Id == stored.Id) ? known
                : known.Count(one => one.IsRunning) >= IOperations.MaxRunning ? null
                : [.. known, stored],
            cancellationToken);
        return isAdded ? stored.ToView(app, null) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Operation>> ListAsync(IReadOnlySet<string>? apps, CancellationToken cancellationToken)
    {
        await book.RefreshAsync(cancellationToken);
        var operations = new List<Operation>();
        foreach (var (app, operation) in book.List().Where(one => apps is null || apps.Contains(one.App)))
            operations.Add(await ViewAsync(app, operation, cancellationToken));
        return [.. operations.OrderByDescending(operation => operation.StartedAt).ThenByDescending(operation => operation.Id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask<Operation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await book.RefreshAsync(cancellationToken);
        return book.Find(id) is var (app, operation) ? await ViewAsync(app, operation, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Operation?> CancelAsync(string id, CancellationToken cancellationToken)
    {
        await book.RefreshAsync(cancellationToken);
        if (book.Find(id) is not var (app, operation) || !operation.IsRunning)
            return null;

        // The store does no further step; if this process ends here, the one that works on it says the rest.
        var progress = await store.StopAsync(app, id, cancellationToken);
        StoredOperation? ended = null;
        var now = time.GetUtcNow();
        await book.ChangeAsync(
            app,
            known =>
            {
                ended = known.FirstOrDefault(one => one.Id == id) is { IsRunning: true } running
                    ? running.End(OperationState.Cancelled, progress, now)
                    : null;
                return ended is null ? null : [.. known.Select(one => one.Id == id ? ended : one)];
            },
            cancellationToken);
        return ended?.ToView(app, null);
    }

    private async ValueTask<Operation> ViewAsync(string app, StoredOperation operation, CancellationToken cancellationToken) =>
        operation.ToView(app, operation.IsRunning ? await store.FindProgressAsync(app, operation.Id, cancellationToken) : null);

    private async ValueTask<DeadLetterCount> CountAsync(
        string app, DeadLetterCriteria criteria, DateTimeOffset deadUntil, CancellationToken cancellationToken)
    {
        if (criteria.IsEmpty())
            return new(await store.CountAsync(app, cancellationToken), null);
        var (count, looked) = (0, 0);
        DateTimeOffset last = default;
        for (long? after = 0; after is { } from;)
        {
            if (looked >= MaxLooked)
                return new(count, last);
            var page = await store.ReadAsync(app, from, PageSize, cancellationToken);
            count += page.Items.Count(push => push.DiedAt <= deadUntil && criteria.Matches(push));
            last = page.Items.Count > 0 ? page.Items[^1].ReceivedAt : last;
            (after, looked) = (page.Next, looked + PageSize);
        }

        return new(count, null);
    }
}
