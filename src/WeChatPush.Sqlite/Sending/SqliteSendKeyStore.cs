using WeChatPush.Sending;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Sending;

/// <summary>The keys of sends in the embedded database. Triggers count them, in the transaction that changes their number.</summary>
internal sealed class SqliteSendKeyStore : ISendKeyStore
{
    private readonly SqliteStore _store;
    private readonly TimeProvider _time;
    private readonly int _maxPerApp;

    /// <summary>Brings the tables up to date, and ends the leases of an earlier process.</summary>
    public SqliteSendKeyStore(SqliteStore store, TimeProvider time, int maxPerApp = SendKey.MaxPerApp)
    {
        (_store, _time, _maxPerApp) = (store, time, maxPerApp);
        store.Migrate(
            "sendKeys",
            """
            CREATE TABLE send_key (
                app TEXT, key BLOB, body BLOB NOT NULL, forget_at INTEGER NOT NULL,
                holder TEXT, leased_until INTEGER, answer BLOB,
                PRIMARY KEY (app, key)
            ) WITHOUT ROWID;
            CREATE INDEX send_key_forget ON send_key (forget_at);
            CREATE TABLE send_key_count (app TEXT PRIMARY KEY, keys INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TRIGGER send_key_added AFTER INSERT ON send_key BEGIN
                INSERT INTO send_key_count VALUES (NEW.app, 1) ON CONFLICT (app) DO UPDATE SET keys = keys + 1;
            END;
            CREATE TRIGGER send_key_removed AFTER DELETE ON send_key BEGIN
                UPDATE send_key_count SET keys = keys - 1 WHERE app = OLD.app;
            END;
            """);

        // One process owns the file: a send that is under way in it was begun by a process that died.
        _ = store.WriteAsync(static session => session.Execute(
            "UPDATE send_key SET leased_until = 0 WHERE answer IS NULL")).AsTask();
    }

    /// <inheritdoc/>
    public ValueTask<SendKeyClaim> BeginAsync(
        SendKey key, string holder, TimeSpan lease, CancellationToken cancellationToken) =>
        _store.WriteAsync(session => Begin(session, key, holder, (long)lease.TotalMilliseconds));

    /// <inheritdoc/>
    public async ValueTask RenewAsync(SendKey key, string holder, TimeSpan lease) =>
        await _store.WriteAsync(session => session.Execute(
            "UPDATE send_key SET leased_until = $4 WHERE app = $1 AND key = $2 AND holder = $3",
            key.App, key.Hash, holder, Now + (long)lease.TotalMilliseconds));

    /// <inheritdoc/>
    public async ValueTask EndAsync(SendKey key, string holder, ReadOnlyMemory<byte>? answer) =>
        await _store.WriteAsync(session => answer is { } bytes
            ? session.Execute(
                "UPDATE send_key SET answer = $4 WHERE app = $1 AND key = $2 AND holder = $3",
                key.App, key.Hash, holder, bytes.ToArray())
            : session.Execute(
                "DELETE FROM send_key WHERE app = $1 AND key = $2 AND holder = $3", key.App, key.Hash, holder));

    /// <summary>Forgets up to <paramref name="max"/> keys that have been remembered long enough; returns how many.</summary>
    public ValueTask<int> SweepAsync(int max) => _store.WriteAsync(session =>
    {
        // Of one whose time cannot be read nobody knows how old it is: it is remembered as long as a new one.
        session.Execute(
            "UPDATE send_key SET forget_at = $1 WHERE forget_at > $1 OR forget_at < 0", Now + (long)SendKey.Memory.TotalMilliseconds);
        return session.Execute(
            """
            DELETE FROM send_key WHERE (app, key) IN (
                SELECT app, key FROM send_key WHERE forget_at <= $1 ORDER BY forget_at LIMIT $2)
            """,
            Now, max);
    });

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private SendKeyClaim Begin(SqliteSession session, SendKey key, string holder, long lease)
    {
        if (Find(session, key, holder, lease) is { } known)
            return known;
        session.Execute("DELETE FROM send_key WHERE app = $1 AND key = $2", key.App, key.Hash);
        if (Count(session, key.App) >= _maxPerApp)
            return new(SendKeyState.Full);
        session.Execute(
            "INSERT INTO send_key VALUES ($1, $2, $3, $4, $5, $6, NULL)",
            key.App, key.Hash, key.BodyHash, Now + (long)SendKey.Memory.TotalMilliseconds, holder, Now + lease);
        return new(SendKeyState.Begun);
    }

    // How many keys there are never exceeds what is allowed, so a count that does cannot be read: it is counted again.
    private long Count(SqliteSession session, string app)
    {
        var count = session.Scalar("SELECT keys FROM send_key_count WHERE app = $1", app) ?? 0L;
        if (count is long keys && keys >= 0 && keys <= _maxPerApp)
            return keys;
        session.Execute(
            "UPDATE send_key_count SET keys = (SELECT count(*) FROM send_key WHERE app = $1) WHERE app = $1", app);
        return session.Number("SELECT keys FROM send_key_count WHERE app = $1", app) ?? 0;
    }

    // What is known of a key that is remembered; nothing, also if it is the holder's already.
    private SendKeyClaim? Find(SqliteSession session, SendKey key, string holder, long lease)
    {
        using var row = session.Prepare(
            """
            SELECT body, holder, leased_until, answer FROM send_key WHERE app = $1 AND key = $2
            AND NOT (typeof(forget_at) = 'integer' AND forget_at BETWEEN 0 AND $3)
            """,
            key.App, key.Hash, Now).ExecuteReader();
        if (!row.Read())
            return null;
        if (!row.Bytes(0).AsSpan().SequenceEqual(key.BodyHash))
            return new(SendKeyState.OtherBody);
        if (!row.IsDBNull(3))
            return new(SendKeyState.Answered, row.Bytes(3));
        if (row.OptionalText(1) == holder)
            return null;
        // A lease that lies further ahead than any lasts is of a clock that was set back since.
        var left = (row.IsTime(2) ? row.Long(2) : 0) - Now;
        return new(left > 0 && left <= lease ? SendKeyState.Running : SendKeyState.Unknown);
    }
}
