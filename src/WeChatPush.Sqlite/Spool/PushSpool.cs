using Microsoft.Data.Sqlite;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Storage;
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
        FROM spool WHERE unreadable = 0 ORDER BY seq LIMIT $1
        """;

    private const string SetAside = "UPDATE spool SET unreadable = 1 WHERE seq = $1 AND unreadable = 0";

    // What the shared store knows of a nonce counts when it takes the push. Until then this table is all that can be asked.
    private const string TiedToAnother = "SELECT 1 FROM spool WHERE nonce = $1 AND key <> $2 LIMIT 1";

    private const string Drop = "DELETE FROM spool WHERE seq = $1";

    private const string Counts = "SELECT app, open_id, count(*) FROM spool WHERE unreadable = 0 GROUP BY app, open_id";

    private const int MaxLooks = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

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
        store.Migrate("spool", SpoolSchema.Version1, SpoolSchema.Version2, SpoolSchema.Version3, SpoolSchema.Version4);
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
    public async ValueTask<List<SpooledPush>> PeekAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (items, unreadable) = await _store.ReadAsync(session => Read(session, max), cancellationToken);
            if (unreadable.Count == 0)
                return items;
            foreach (var row in unreadable)
                await SetAsideAsync(row);
        }
    }

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
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        // What waits for the shared store is erased there: it may be on its way already.
        var user = new NamedUser(openId);
        var waiting = 0;
        for (var looks = 0; await SpoolErasure.FindAsync(_store, app, user, cancellationToken) is { Count: > 0 } found; looks++)
        {
            waiting = Math.Max(waiting, found.Count);
            if (looks == MaxLooks)
                throw new StoreUnavailableException("the spool still holds pushes of the user: ask again when the shared store has them");
            await Task.Delay(LookAgain, cancellationToken);
        }

        return new() { Spooled = waiting + await SpoolErasure.RunAsync(_store, app, user, cancellationToken) };
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => _store.CutLogAsync(cancellationToken);

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

    // It cannot be given to the shared store, and lies there for an operator; what is behind it goes on.
    private async Task SetAsideAsync(UnreadableRow row)
    {
        await _store.WriteAsync(session =>
        {
            session.Unreadable.SetAside(session, row.App, "spool", $"{row.Seq}", row.Reason);
            return session.Execute(SetAside, row.Seq);
        });
        Note(row.App, row.OpenId, -1);
    }

    private static (List<SpooledPush> Items, List<UnreadableRow> Unreadable) Read(SqliteSession session, int max)
    {
        var items = new List<SpooledPush>();
        var unreadable = new List<UnreadableRow>();
        using var reader = session.Prepare(Oldest, max).ExecuteReader();
        while (reader.Read())
        {
            if (FindProblem(reader) is { } problem)
                unreadable.Add(new UnreadableRow(reader.GetInt64(0), reader.Text(3), reader.OptionalText(4), problem));
            else
                items.Add(new SpooledPush(reader.GetInt64(0), ReadPush(reader)));
        }

        return (items, unreadable);
    }

    private static string? FindProblem(SqliteDataReader row)
    {
        if (row.Bytes(1).Length != PushKey.Size)
            return "key is none";
        if (!PushId.TryParse(row.OptionalText(2), out _))
            return "id is none";
        if (!StoredValues.IsTime(row.Long(8)) || row.Long(9) is <= 0 or > int.MaxValue * 1000L)
            return "received_at or window is no time";
        if (row.GetFieldType(10) != typeof(byte[]))
            return "it has no body";
        if (!row.IsDBNull(12) && (row.Bytes(12).Length != PushKey.Size || row.Long(13) is <= 0 or > int.MaxValue * 1000L))
            return "nonce or nonce_window is none";
        return PushSource.TryRead(row.OptionalText(11), out _) ? null : "source is no list of texts";
    }

    private static IncomingPush ReadPush(SqliteDataReader row) => new()
    {
        Key = PushKey.Read(row.Bytes(1)),
        Id = row.Text(2),
        App = row.Text(3),
        OpenId = row.OptionalText(4),
        MsgType = row.Text(5),
        Event = row.OptionalText(6),
        CreateTime = row.Long(7),
        ReceivedAt = row.Time(8),
        Window = TimeSpan.FromMilliseconds(row.Long(9)),
        Body = row.Bytes(10),
        Source = PushSource.Read(row.OptionalText(11)),
        Nonce = row.IsDBNull(12)
            ? null
            : new PushNonce(PushKey.Read(row.Bytes(12)), TimeSpan.FromMilliseconds(row.Long(13))),
    };

    private void Recount() => _store.ReadAsync(
        session =>
        {
            using var reader = session.Prepare(Counts).ExecuteReader();
            while (reader.Read())
                Note(reader.Text(0), reader.OptionalText(1), reader.Int(2));
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

    private readonly record struct UnreadableRow(long Seq, string App, string? OpenId, string Reason);
}
