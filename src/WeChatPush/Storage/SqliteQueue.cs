namespace WeChatPush.Storage;

/// <summary>The works that wait for the writer: many put in, one takes out all there are at a time.</summary>
internal sealed class SqliteQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<SqliteWork> _works = new();
    private bool _closed;

    /// <summary>Puts a work in; or says why it cannot.</summary>
    public string? TryAdd(SqliteWork work)
    {
        lock (_gate)
        {
            if (_closed)
                return "The store is shut down.";
            if (_works.Count >= capacity)
                return "The disk is too slow: no more can wait for it.";
            _works.Enqueue(work);
            if (_works.Count == 1)
                Monitor.Pulse(_gate);
            return null;
        }
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
                Monitor.Wait(_gate);
            }

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
