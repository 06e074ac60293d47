using WeChatPush.Sending;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Sending;

/// <summary>The sending store of one instance, in its embedded database.</summary>
internal sealed class SqliteSendingStore : ISendingStore
{
    // One that cannot be read is as good as none: nothing is known of the user.
    private const string IsReadable = """
        (typeof(remaining) = 'integer' AND typeof(closes_at) = 'integer' AND typeof(granted_at) = 'integer'
        AND remaining BETWEEN 0 AND 2147483647 AND closes_at BETWEEN 0 AND 253370764800000
        AND granted_at BETWEEN 0 AND 253370764800000)
        """;

    private const string OverOrUnreadable =
        $"SELECT app, openid FROM sending_window WHERE closes_at < $1 OR NOT {IsReadable} LIMIT $2";

    private const string DropOverOrUnreadable =
        $"DELETE FROM sending_window WHERE app = $1 AND openid = $2 AND (closes_at < $3 OR NOT {IsReadable})";

    private readonly SqliteStore _store;

    /// <summary>Brings the tables up to date, and ends the turns of an earlier process.</summary>
    public SqliteSendingStore(SqliteStore store)
    {
        _store = store;
        SendingSchema.Migrate(store);

        // One process owns the file, so a turn that is still noted belongs to an earlier process.
        _ = store.WriteAsync(static session => session.Execute("UPDATE sending_token SET holder = NULL")).AsTask();
    }

    /// <inheritdoc/>
    public ValueTask<RefreshTurn> BeginRefreshAsync(
        string appId,
        string holder,
        string? unwanted,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken) =>
        _store.WriteAsync(session =>
        {
            if (ReadToken(session, appId) is { } token && token.Sealed != unwanted && token.ExpiresAt > now)
                return new RefreshTurn(false, token);

            var changed = session.Execute(
                """
                INSERT INTO sending_token (app_id, holder, leased_until) VALUES ($1, $2, $3)
                ON CONFLICT (app_id) DO UPDATE SET holder = $2, leased_until = $3
                WHERE holder IS NULL OR holder = $2 OR typeof(leased_until) <> 'integer' OR leased_until <= $4 OR leased_until > $3
                """,
                appId, holder, Milliseconds(now + lease), Milliseconds(now));
            return new RefreshTurn(changed == 1, null);
        });

    /// <inheritdoc/>
    public ValueTask<bool> EndRefreshAsync(
        string appId, string holder, StoredToken? token, CancellationToken cancellationToken) =>
        _store.WriteAsync(session => 1 == (token is null
            ? session.Execute(
                "UPDATE sending_token SET holder = NULL, leased_until = NULL WHERE app_id = $1 AND holder = $2",
                appId, holder)
            : session.Execute(
                """
                UPDATE sending_token
                SET holder = NULL, leased_until = NULL, sealed = $3, refresh_at = $4, expires_at = $5
                WHERE app_id = $1 AND holder = $2
                """,
                appId, holder, token.Sealed, Milliseconds(token.RefreshAt), Milliseconds(token.ExpiresAt))));

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> TakeForcedRefreshAsync(
        string appId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.WriteAsync<DateTimeOffset?>(session =>
        {
            // Entries from a future beyond the gap were written by a clock that has been set back since.
            session.Execute(
                "DELETE FROM sending_forced WHERE app_id = $1 AND (at <= $2 OR at > $3)",
                appId, Milliseconds(now - ForcedRefreshes.Day), Milliseconds(now + ForcedRefreshes.Gap));
            using (var reader = session.Prepare(
                "SELECT count(*), min(at), max(at) FROM sending_forced WHERE app_id = $1", appId).ExecuteReader())
            {
                reader.Read();
                if (reader.Int(0) >= ForcedRefreshes.PerDay)
                    return reader.Time(1) + ForcedRefreshes.Day;
                if (!reader.IsDBNull(2) && reader.Time(2) + ForcedRefreshes.Gap is var next && next > now)
                    return next;
            }

            session.Execute("INSERT OR IGNORE INTO sending_forced VALUES ($1, $2)", appId, Milliseconds(now));
            return null;
        });

    /// <inheritdoc/>
    public async ValueTask GrantWindowAsync(
        string app,
        string openId,
        int messages,
        DateTimeOffset from,
        DateTimeOffset closesAt,
        DateTimeOffset arrivedAt,
        GrantingPush? push,
        CancellationToken cancellationToken) =>
        await _store.WriteAsync(new GrantWork(app, openId, messages, from, closesAt, arrivedAt, push));

    /// <inheritdoc/>
    public ValueTask<CustomerServiceWindow?> ReadWindowAsync(
        string app, string openId, CancellationToken cancellationToken) =>
        _store.ReadAsync<CustomerServiceWindow?>(
            session =>
            {
                using var reader = session.Prepare(
                    $"SELECT remaining, closes_at FROM sending_window WHERE app = $1 AND openid = $2 AND {IsReadable}",
                    app, openId).ExecuteReader();
                return reader.Read() ? new CustomerServiceWindow(reader.Int(0), reader.Time(1)) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ConsumeWindowAsync(string app, string openId) =>
        await _store.WriteAsync(session => session.Execute(
            "UPDATE sending_window SET remaining = remaining - 1 WHERE app = $1 AND openid = $2 AND typeof(remaining) = 'integer' AND remaining > 0",
            app, openId));

    /// <inheritdoc/>
    public async ValueTask EndWindowAsync(string app, string openId, WindowEnd end, DateTimeOffset asOf) =>
        await _store.WriteAsync(session => session.Execute(
            $"""
            INSERT INTO sending_window (app, openid, remaining, closes_at, granted_at) VALUES ($1, $2, 0, $3, $3)
            ON CONFLICT (app, openid) DO UPDATE SET
                remaining = 0,
                closes_at = CASE WHEN NOT {IsReadable} THEN $3 WHEN $4 THEN min(closes_at, $3) ELSE closes_at END,
                granted_at = CASE WHEN {IsReadable} THEN granted_at ELSE $3 END
            WHERE NOT {IsReadable} OR granted_at <= $3
            """,
            app, openId, Milliseconds(asOf), end is WindowEnd.Closed));

    /// <summary>Erases a user's window; returns how many went.</summary>
    public ValueTask<int> EraseWindowAsync(string app, string openId) => _store.WriteAsync(session =>
        session.Execute("DELETE FROM sending_window WHERE app = $1 AND openid = $2", app, openId));

    /// <summary>
    /// Forgets up to <paramref name="max"/> windows that closed before a time; returns how many went. The search runs
    /// beside the writer; only what it found is looked at again and deleted by the writer.
    /// </summary>
    public async ValueTask<int> SweepWindowsAsync(
        DateTimeOffset closedBefore, int max, CancellationToken cancellationToken)
    {
        var limit = Milliseconds(closedBefore);
        var found = await _store.ReadAsync(
            session =>
            {
                var keys = new List<(object App, object OpenId)>();
                using var reader = session.Prepare(OverOrUnreadable, limit, max).ExecuteReader();
                while (reader.Read())
                    keys.Add((reader.GetValue(0), reader.GetValue(1)));
                return keys;
            },
            cancellationToken);
        if (found.Count == 0)
            return 0;
        return await _store.WriteAsync(session => found.Sum(key => session.Execute(
            DropOverOrUnreadable, key.App, key.OpenId, limit)));
    }

    private static StoredToken? ReadToken(SqliteSession session, string appId)
    {
        using var reader = session.Prepare(
            "SELECT sealed, refresh_at, expires_at FROM sending_token WHERE app_id = $1 AND sealed IS NOT NULL",
            appId).ExecuteReader();
        // One that cannot be read is fetched again.
        return reader.Read() && StoredToken.IsToken(reader.Text(0)) && reader.IsTime(1) && reader.IsTime(2)
            ? new(reader.Text(0), reader.Time(1), reader.Time(2))
            : null;
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>One per push, so it rides along in the commit that is due anyway.</summary>
    private sealed class GrantWork(
        string app, string openId, int messages, DateTimeOffset from, DateTimeOffset closesAt, DateTimeOffset arrivedAt,
        GrantingPush? push)
        : SqliteWork<int>
    {
        protected override int Execute(SqliteSession session) => session.Execute(
            $"""
            INSERT INTO sending_window (app, openid, remaining, closes_at, granted_at, asked_at, pushes)
            VALUES ($1, $2, $3, $5, $6, $7, $8)
            ON CONFLICT (app, openid) DO UPDATE SET
                remaining = CASE WHEN closes_at <= $4 OR NOT {IsReadable} THEN $3 ELSE max(remaining, $3) END,
                closes_at = CASE WHEN {IsReadable} THEN max(closes_at, $5) ELSE $5 END,
                granted_at = CASE WHEN {IsReadable} THEN max(granted_at, $6) ELSE $6 END,
                asked_at = CASE
                    WHEN $7 IS NULL THEN asked_at
                    WHEN typeof(asked_at) = 'integer' THEN max(asked_at, $7)
                    ELSE $7 END,
                pushes = CASE
                    WHEN $8 IS NULL OR (typeof(pushes) = 'blob' AND instr(pushes, substr($8, 9)) > 0) THEN pushes
                    WHEN typeof(pushes) = 'blob' THEN CAST(substr(CAST($8 || pushes AS BLOB), 1, {ConversationPushes.MaxSize}) AS BLOB)
                    ELSE $8 END
            """,
            app, openId, messages, Milliseconds(from), Milliseconds(closesAt), Milliseconds(arrivedAt),
            push is { IsMessage: true } ? Milliseconds(arrivedAt) : null,
            push is { } granting ? ConversationPushes.Write(granting.Id, arrivedAt) : null);
    }
}
