using WeChatPush.Receiving;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Receiving;

/// <summary>The last URL verifications in the embedded database: one row for each app.</summary>
internal sealed class SqliteHandshakeStore : IHandshakeStore
{
    private readonly SqliteStore _store;
    private readonly TimeProvider _time;

    /// <summary>Brings the table up to date.</summary>
    public SqliteHandshakeStore(SqliteStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        store.Migrate(
            "handshakes",
            "CREATE TABLE handshake (app TEXT PRIMARY KEY, last_at INTEGER NOT NULL, content BLOB NOT NULL) WITHOUT ROWID");
    }

    /// <inheritdoc/>
    public async ValueTask<bool> AddAsync(string app, IReadOnlyList<Handshake> handshakes, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return await _store.WriteAsync(session => session.Execute(
            "INSERT OR REPLACE INTO handshake VALUES ($1, $2, $3)",
            app,
            now.ToUnixTimeMilliseconds(),
            HandshakeHistory.Write(HandshakeHistory.Merge(Read(session, app), handshakes, now)))) > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Handshake>> ListAsync(string app, CancellationToken cancellationToken)
    {
        var known = await _store.ReadAsync(session => Read(session, app), cancellationToken);
        return HandshakeHistory.Merge(known, [], _time.GetUtcNow());
    }

    /// <summary>Forgets up to <paramref name="max"/> apps that none has come for since; returns how many.</summary>
    public ValueTask<int> SweepAsync(int max)
    {
        var now = _time.GetUtcNow();
        var (over, ahead) = ((now - HandshakeHistory.Memory).ToUnixTimeMilliseconds(), now.AddDays(1).ToUnixTimeMilliseconds());
        return _store.WriteAsync(session => session.Execute(
            """
            DELETE FROM handshake WHERE app IN (
                SELECT app FROM handshake WHERE last_at <= $1 OR last_at > $2 OR typeof(last_at) <> 'integer' LIMIT $3)
            """,
            over, ahead, max));
    }

    private static IReadOnlyList<Handshake> Read(SqliteSession session, string app) =>
        session.Scalar("SELECT content FROM handshake WHERE app = $1", app) is byte[] content ? HandshakeHistory.Read(content) : [];
}
