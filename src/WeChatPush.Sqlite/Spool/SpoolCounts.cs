namespace WeChatPush.Sqlite.Spool;

/// <summary>How much the spool holds, of which apps and users.</summary>
internal sealed class SpoolCounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, string OpenId), int> _users = [];
    private readonly Dictionary<string, int> _apps = new(StringComparer.Ordinal);
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    public IReadOnlyCollection<string> Apps
    {
        get
        {
            if (Count == 0)
                return [];
            lock (_gate)
                return [.. _apps.Keys];
        }
    }

    public int CountOf(string app)
    {
        if (Count == 0)
            return 0;
        lock (_gate)
            return _apps.GetValueOrDefault(app);
    }

    public bool Holds(string app, string? openId)
    {
        if (openId is null || Count == 0)
            return false;
        lock (_gate)
            return _users.ContainsKey((app, openId));
    }

    public void Add(string app, string? openId, int pushes, long bytes)
    {
        lock (_gate)
        {
            _count += pushes;
            _bytes += bytes;
            Add(_apps, app, pushes);
            if (openId is not null)
                Add(_users, (app, openId), pushes);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int by) where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key) + by;
        if (count > 0)
            counts[key] = count;
        else
            counts.Remove(key);
    }
}
