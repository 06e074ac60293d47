using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Spool;

/// <summary>The spool, as a table of the embedded store.</summary>
internal sealed class PushSpool : IPushSpool
{
    private const string Insert = """
        INSERT INTO spool (key, id, app, open_id, msg_type, event, create_time, received_at, window, body, source, nonce, nonce_window)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING
        """;

    private const string Oldest = """
        SELECT seq, key, id, app, open_id, msg_type, event, create_time, received_at, window, body, source, nonce, nonce_window
        FROM spool ORDER BY seq LIMIT $1
        """;

    // What the shared store knows of a nonce counts when it takes the push. Until then this table is all that can be asked.
    private const string TiedToAnother = "SELECT 1 FROM spool WHERE nonce = $1 AND key <> $2 LIMIT 1";

    private const string Drop = "DELETE FROM spool WHERE seq = $1";

    private const string Counts = "SELECT app, open_id, count(*) FROM spool GROUP BY app, open_id";

    private readonly SqliteStore _store;
    private readonly int _capacity;

    // What the shared store does not have yet, so that the receive path need not ask the table. Counted up before the
    // insert and down once the shared store has answered: a push can be believed to be missing there when it is not,
    // never the other way round.
    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, string OpenId), int> _users = [];
    private readonly Dictionary<string, int> _apps = new(StringComparer.Ordinal);
    private readonly BroadcastEvent _released = new();
    private int _count;

    public PushSpool(SqliteStore store, int capacity)
    {
        _store = store;
        _capacity = capacity;
        store.Migrate("spool", SpoolSchema.Version1, SpoolSchema.Version2, SpoolSchema.Version3);
        Recount();
    }

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public bool IsFull => Count >= _capacity;

    /// <inheritdoc/>
    public int CountOf(string app)
    {
        lock (_gate)
            return _apps.GetValueOrDefault(app);
    }

    /// <inheritdoc/>
    public bool Holds(string app, string? openId)
    {
        if (openId is null || Count == 0)
            return false;
        lock (_gate)
            return _users.ContainsKey((app, openId));
    }

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        if (IsFull)
            throw new StoreUnavailableException($"the spool holds {_capacity} pushes and takes no more");

        // A disk that hangs must not hold the request; what it does in the end is counted all the same.
        return await KeepAsync(push, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<List<SpooledPush>> PeekAsync(int max, CancellationToken cancellationToken) =>
        _store.ReadAsync(session => Read(session, max), cancellationToken);

    /// <inheritdoc/>
    public Task Released => _released.Next;

    /// <inheritdoc/>
    public void Release(IReadOnlyCollection<SpooledPush> taken)
    {
        foreach (var item in taken)
            Note(item.Push, -1);
        _released.Set();
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(IReadOnlyCollection<SpooledPush> released)
    {
        if (released.Count == 0)
            return;
        try
        {
            await _store.WriteAsync(session =>
            {
                foreach (var item in released)
                    session.Execute(Drop, item.Seq);
                return released.Count;
            });
        }
        catch
        {
            foreach (var item in released)
                Note(item.Push, +1);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) =>
        _store.FindProblemAsync(cancellationToken);

    private async Task<AppendOutcome> KeepAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        Note(push, +1);
        AppendOutcome outcome;
        try
        {
            outcome = await _store.WriteAsync(session => Keep(session, push, cancellationToken));
        }
        catch
        {
            Note(push, -1);
            throw;
        }

        if (outcome != AppendOutcome.Stored)
            Note(push, -1);
        return outcome;
    }

    private static AppendOutcome Keep(SqliteSession session, IncomingPush push, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return AppendOutcome.Abandoned;
        var key = KeyBytes.From(push.Key);
        var nonce = push.Nonce is { } given ? KeyBytes.From(given.Key) : null;
        if (nonce is not null && session.Scalar(TiedToAnother, nonce, key) is not null)
            return AppendOutcome.NonceReused;
        return session.Execute(
            Insert,
            key, push.Id, push.App, push.OpenId, push.MsgType, push.Event, push.CreateTime,
            push.ReceivedAt.ToUnixTimeMilliseconds(), (long)push.Window.TotalMilliseconds, push.Body.ToArray(),
            PushSource.Write(push.Source), nonce, (long?)push.Nonce?.Window.TotalMilliseconds) > 0
            ? AppendOutcome.Stored
            : AppendOutcome.Duplicate;
    }

    private static List<SpooledPush> Read(SqliteSession session, int max)
    {
        var items = new List<SpooledPush>();
        using var reader = session.Prepare(Oldest, max).ExecuteReader();
        while (reader.Read())
        {
            items.Add(new SpooledPush(reader.GetInt64(0), new IncomingPush
            {
                Key = PushKey.Read(reader.GetFieldValue<byte[]>(1)),
                Id = reader.GetString(2),
                App = reader.GetString(3),
                OpenId = reader.IsDBNull(4) ? null : reader.GetString(4),
                MsgType = reader.GetString(5),
                Event = reader.IsDBNull(6) ? null : reader.GetString(6),
                CreateTime = reader.GetInt64(7),
                ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)),
                Window = TimeSpan.FromMilliseconds(reader.GetInt64(9)),
                Body = reader.GetFieldValue<byte[]>(10),
                Source = PushSource.Read(reader.IsDBNull(11) ? null : reader.GetString(11)),
                Nonce = reader.IsDBNull(12)
                    ? null
                    : new PushNonce(
                        PushKey.Read(reader.GetFieldValue<byte[]>(12)), TimeSpan.FromMilliseconds(reader.GetInt64(13))),
            }));
        }

        return items;
    }

    private void Recount() => _store.ReadAsync(
        session =>
        {
            using var reader = session.Prepare(Counts).ExecuteReader();
            while (reader.Read())
                Note(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2));
            return 0;
        },
        CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private void Note(IncomingPush push, int by) => Note(push.App, push.OpenId, by);

    private void Note(string app, string? openId, int by)
    {
        lock (_gate)
        {
            _count += by;
            Add(_apps, app, by);
            if (openId is not null)
                Add(_users, (app, openId), by);
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
