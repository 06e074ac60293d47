using System.Security.Cryptography;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>The keys of one instance, in its embedded database.</summary>
internal sealed class SqliteSharedKeys : ISharedKeys
{
    private readonly SqliteStore _store;

    /// <summary>Brings the table up to date.</summary>
    public SqliteSharedKeys(SqliteStore store)
    {
        _store = store;
        store.Migrate("keys", "CREATE TABLE shared_key (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(ISharedKeys.Size);
        return _store.WriteAsync(session =>
        {
            session.Execute("INSERT OR IGNORE INTO shared_key VALUES ($1, $2)", name, fresh);
            if (session.Scalar("SELECT value FROM shared_key WHERE name = $1", name) is byte[] { Length: ISharedKeys.Size } kept)
                return kept;

            // What it protected cannot be read any more; nobody can work without one.
            session.Execute("UPDATE shared_key SET value = $2 WHERE name = $1", name, fresh);
            session.Unreadable.SetAside(session, "-", "shared_key", name, $"it is not {ISharedKeys.Size} bytes; a new one was made");
            return fresh;
        });
    }
}
