using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>
/// Sends items to the store one batch at a time: what queued up while the last batch was under way goes with the next. A
/// batch waits for nothing; an item that comes alone leaves at once, on its caller's thread.
/// </summary>
/// <param name="maxCount">How many items go with one batch. The store does nothing else while it runs.</param>
/// <param name="maxSize">How many bytes go with one batch.</param>
/// <param name="send">Sends a batch.</param>
/// <param name="complete">Ends the items of a batch with its result. The next batch is under way by then.</param>
/// <param name="completesFirst">The next batch is not: it leaves when the items of this one have ended.</param>
/// <param name="gathers">
/// An item that comes alone leaves when its caller's thread has nothing else to do: what that adds until then goes with it.
/// </param>
internal sealed class Batcher<TItem, TResult>(
    int maxCount,
    int maxSize,
    Func<List<TItem>, Task<TResult>> send,
    Action<List<TItem>, TResult> complete,
    bool completesFirst = false,
    bool gathers = false)
    where TItem : class, IBatchItem
{
    private readonly Lock _gate = new();
    private readonly Queue<TItem> _waiting = new();
    private bool _running;

    /// <summary>
    /// Queues items one behind the other. They are sent in this order, and what follows one that fails is not sent.
    /// </summary>
    public void Add(params ReadOnlySpan<TItem> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
                _waiting.Enqueue(item);
            if (_running)
                return;
            _running = true;
        }

        if (gathers)
            ThreadPool.UnsafeQueueUserWorkItem(static batcher => _ = batcher.RunAsync(batcher.Take()), this, preferLocal: true);
        else
            _ = RunAsync(Take());
    }

    private async Task RunAsync(List<TItem>? batch)
    {
        while (batch is not null)
        {
            TResult result;
            try
            {
                result = await send(batch);
            }
            catch (Exception error)
            {
                Fail(batch, error);
                batch = Take();
                continue;
            }

            if (completesFirst)
            {
                complete(batch, result);
                batch = Take();
                continue;
            }

            if (Take() is { } next)
                _ = RunAsync(next);
            complete(batch, result);
            return;
        }
    }

    private List<TItem>? Take()
    {
        lock (_gate)
        {
            List<TItem>? batch = null;
            var (count, size) = (0, 0);
            while (_waiting.TryPeek(out var item)
                && (batch is null || (count + item.Count <= maxCount && size + item.Size <= maxSize)))
            {
                _waiting.Dequeue();
                if (!item.TrySend())
                    continue;
                (batch ??= new List<TItem>(Math.Min(_waiting.Count + 1, maxCount))).Add(item);
                count += item.Count;
                size += item.Size;
            }

            _running = batch is not null;
            return batch;
        }
    }

    // What waits behind a batch that failed would fail as well, only later.
    private void Fail(List<TItem> batch, Exception error)
    {
        foreach (var item in batch)
            item.Fail(error);
        if (error is not StoreUnavailableException)
            return;
        TItem[] behind;
        lock (_gate)
        {
            behind = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var item in behind)
        {
            if (item.TrySend())
                item.Fail(new StoreUnavailableException(error.Message, error));
        }
    }
}
