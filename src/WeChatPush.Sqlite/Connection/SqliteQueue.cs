namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// The works that wait for the writer: many put in, one takes out all there are at a time. An idle writer is started
/// behind the work the processor is busy with already, so that more of it comes along; when there is none, at once.
/// </summary>
internal sealed class SqliteQueue(int capacity) : IThreadPoolWorkItem
{
    // Should all threads of the pool be blocked, the writer looks for itself.
    private static readonly TimeSpan MaxSleep = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Queue<SqliteWork> _works = new();
    private bool _asleep;
    private bool _closed;

    /// <summary>Queues a work; or returns why it cannot.</summary>
    public string? TryAdd(SqliteWork work)
    {
        lock (_gate)
        {
            if (_closed)
                return "The store is shut down.";
            if (_works.Count >= capacity)
                return "The disk is too slow: no more can wait for it.";
            _works.Enqueue(work);
            if (!_asleep)
                return null;
            _asleep = false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return null;
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    /// <summary>Waits for works and takes up to so many. False: there will be no more.</summary>
    public bool Take(List<SqliteWork> batch, int max)
    {
        lock (_gate)
        {
            while (_works.Count == 0)
            {
                if (_closed)
                    return false;
                _asleep = true;
                Monitor.Wait(_gate, MaxSleep);
            }

            _asleep = false;
            while (batch.Count < max && _works.TryDequeue(out var work))
                batch.Add(work);
            return true;
        }
    }

    /// <summary>Takes nothing more in; what waits is still taken out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
