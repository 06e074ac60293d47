namespace WeChatPush.Coordination;

/// <summary>
/// One holder per key, the others in the order in which they came. The lock passes from one holder to the next without
/// being free in between, and a key without a holder leaves nothing behind.
/// </summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Queue<TaskCompletionSource>?> _held = [];

    /// <summary>The keys held at the moment.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Waits for the key. Dispose the result to pass it on.</summary>
    public async ValueTask<Holder> AcquireAsync(TKey key, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_held.TryAdd(key, null))
                return new(this, key);
            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_held[key] ??= []).Enqueue(turn);
        }

        // A waiter that gives up stays in the queue and is passed over: its completion is refused.
        using (cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn))
        {
            await turn.Task;
        }

        return new(this, key);
    }

    private void Release(TKey key)
    {
        lock (_gate)
        {
            while (_held[key]?.TryDequeue(out var next) == true)
            {
                if (next.TrySetResult())
                    return;
            }

            _held.Remove(key);
        }
    }

    /// <summary>A held lock.</summary>
    internal readonly struct Holder(KeyedLock<TKey> owner, TKey key) : IDisposable
    {
        /// <summary>Passes the lock on. Once only.</summary>
        public void Dispose() => owner.Release(key);
    }
}
