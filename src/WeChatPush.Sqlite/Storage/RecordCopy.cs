using WeChatPush.Records;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>The copy of the shared store's records, in the file of the spool. They are sealed there as well.</summary>
internal sealed class RecordCopy : IRecordCopy
{
    private readonly SqliteStore _store;

    /// <summary>Brings the table up to date.</summary>
    public RecordCopy(SqliteStore store)
    {
        _store = store;
        store.Migrate(
            "recordCopy",
            """
            CREATE TABLE record_copy (
                kind INTEGER, name TEXT, version INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (kind, name)
            ) WITHOUT ROWID;
            """);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> ReadAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<StoredRecord>>(
            session =>
            {
                var records = new List<StoredRecord>();
                using var rows = session.Prepare("SELECT kind, name, version, content FROM record_copy ORDER BY version").ExecuteReader();
                while (rows.Read())
                    records.Add(new(new((RecordKind)rows.Int(0), rows.Text(1)), rows.Long(2), rows.Bytes(3)));
                return records;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(IReadOnlyList<StoredRecord> changes, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session =>
        {
            foreach (var (key, version, content) in changes)
            {
                if (content is { } bytes)
                    session.Execute(
                        "INSERT OR REPLACE INTO record_copy VALUES ($1, $2, $3, $4)", (int)key.Kind, key.Name, version, bytes.ToArray());
                else
                    session.Execute("DELETE FROM record_copy WHERE kind = $1 AND name = $2", (int)key.Kind, key.Name);
            }

            return changes.Count;
        });
}
