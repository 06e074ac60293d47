using WeChatPush.Records;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>The records of one instance, in its embedded database.</summary>
internal sealed class SqliteRecordStore : IRecordStore
{
    private readonly SqliteStore _store;
    private readonly TimeProvider _time;

    /// <summary>Brings the tables up to date.</summary>
    public SqliteRecordStore(SqliteStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        // A removed record stays without content until its removal has been told for long enough.
        store.Migrate(
            "records",
            """
            CREATE TABLE record (
                kind INTEGER, name TEXT, version INTEGER NOT NULL, content BLOB, removed_at INTEGER,
                PRIMARY KEY (kind, name)
            ) WITHOUT ROWID;
            CREATE UNIQUE INDEX record_version ON record (version);
            CREATE INDEX record_removed ON record (removed_at) WHERE removed_at IS NOT NULL;
            CREATE TABLE record_revision (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
            INSERT INTO record_revision VALUES (1, 0);
            """);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ValueTask<RecordChanges> ReadAsync(long since, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _store.ReadAsync(session => Read(session, since, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken) =>
        _store.ReadAsync(session => Find(session, key), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<RecordWrite> WriteAsync(
        RecordKey key, ReadOnlyMemory<byte> content, long? expected, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, RecordLimits.MaxContent, nameof(content));
        var bytes = content.ToArray();
        return Told(await _store.WriteAsync(session => Write(session, key, bytes, expected)));
    }

    /// <inheritdoc/>
    public async ValueTask<RecordWrite> RemoveAsync(RecordKey key, long expected, CancellationToken cancellationToken) =>
        Told(await _store.WriteAsync(session => Write(session, key, content: null, expected)));

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) => _store.WriteAsync(session =>
    {
        // A clock that was set back must not keep a removal for longer.
        session.Execute("UPDATE record SET removed_at = $1 WHERE removed_at > $1", Now);
        return session.Execute(
            "DELETE FROM record WHERE version IN (SELECT version FROM record WHERE removed_at <= $1 ORDER BY removed_at LIMIT $2)",
            Now - (long)RecordLimits.RemovalMemory.TotalMilliseconds,
            max);
    });

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private RecordWrite Told(RecordWrite write)
    {
        if (write.Written)
            Changed?.Invoke();
        return write;
    }

    private RecordWrite Write(SqliteSession session, RecordKey key, byte[]? content, long? expected)
    {
        var version = session.Number(
            "SELECT version FROM record WHERE kind = $1 AND name = $2 AND removed_at IS NULL", (int)key.Kind, key.Name);
        if (version != expected || (content is null && version is null))
            return new(false, version);

        var next = NextRevision(session);
        session.Execute(
            """
            INSERT INTO record VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kind, name) DO UPDATE SET version = $3, content = $4, removed_at = $5
            """,
            (int)key.Kind, key.Name, next, content, content is null ? Now : null);
        return new(true, content is null ? null : next);
    }

    // Never below a version that is there, whatever became of the counter.
    private static long NextRevision(SqliteSession session)
    {
        var revision = 1 + Math.Max(
            session.Number("SELECT revision FROM record_revision WHERE id = 1") ?? 0,
            session.Number("SELECT max(version) FROM record") ?? 0);
        session.Execute("INSERT OR REPLACE INTO record_revision VALUES (1, $1)", revision);
        return revision;
    }

    private static StoredRecord? Find(SqliteSession session, RecordKey key)
    {
        using var row = session.Prepare(
            "SELECT kind, name, version, content FROM record WHERE kind = $1 AND name = $2 AND removed_at IS NULL",
            (int)key.Kind, key.Name).ExecuteReader();
        return row.Read() ? ToRecord(row) : null;
    }

    private static RecordChanges Read(SqliteSession session, long since, int limit)
    {
        var records = new List<StoredRecord>();
        using var rows = session.Prepare(
            "SELECT kind, name, version, content FROM record WHERE version > $1 ORDER BY version LIMIT $2",
            since, limit + 1L).ExecuteReader();
        while (records.Count < limit && rows.Read())
            records.Add(ToRecord(rows));
        var hasMore = records.Count == limit && rows.Read();
        return new(records, records.Count == 0 ? since : records[^1].Version, hasMore);
    }

    private static StoredRecord ToRecord(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        new((RecordKind)row.GetInt32(0), row.GetString(1)),
        row.GetInt64(2),
        row.IsDBNull(3) ? default(ReadOnlyMemory<byte>?) : row.Bytes(3));
}
