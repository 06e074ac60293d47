using WeChatPush.Admin;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Admin;

/// <summary>The last uses of admin keys in the embedded database.</summary>
internal sealed class SqliteAdminKeyUses : IAdminKeyUseStore
{
    private readonly SqliteStore _store;

    /// <summary>Brings the table up to date.</summary>
    public SqliteAdminKeyUses(SqliteStore store)
    {
        _store = store;
        store.Migrate("adminKeyUses", "CREATE TABLE admin_key_use (hash TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session => uses.Sum(use => session.Execute(
            """
            INSERT INTO admin_key_use VALUES ($1, $2)
            ON CONFLICT (hash) DO UPDATE SET at = $2 WHERE typeof(at) <> 'integer' OR at < $2
            """,
            use.Key, use.Value.ToUnixTimeMilliseconds())));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyDictionary<string, DateTimeOffset>>(
            session =>
            {
                var uses = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
                using var row = session.Prepare("SELECT hash, at FROM admin_key_use").ExecuteReader();
                while (row.Read())
                {
                    if (row.IsTime(1))
                        uses[row.Text(0)] = row.Time(1);
                }

                return uses;
            },
            cancellationToken);
}
