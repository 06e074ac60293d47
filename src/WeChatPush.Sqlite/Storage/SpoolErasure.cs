using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>
/// Erases a user's pushes from the spool's table, which is there where this instance works, or once worked, on a shared store.
/// </summary>
internal static class SpoolErasure
{
    private const int BatchSize = 500;

    private const string Exists = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'spool'";

    private const string Named = """
        SELECT seq, open_id, body, source FROM spool WHERE app = $1
        AND (open_id = $2 OR instr(CAST(body AS BLOB), $3) > 0 OR instr(source, $2) > 0)
        """;

    private const string Drop = "DELETE FROM spool WHERE seq = $1";

    private const string DropOfApp = "DELETE FROM spool WHERE seq IN (SELECT seq FROM spool WHERE app = $1 LIMIT $2)";

    private const string DropUnreadableOfApp =
        "DELETE FROM spool WHERE seq IN (SELECT seq FROM spool WHERE app = $1 AND unreadable = 1 LIMIT $2)";

    private const string CountWaiting = "SELECT count(*) FROM spool WHERE app = $1 AND unreadable = 0";

    private const string Waiting = $"{Named} AND unreadable = 0";

    /// <summary>Those that wait for the shared store.</summary>
    public static ValueTask<List<long>> FindAsync(
        SqliteStore store, string app, NamedUser user, CancellationToken cancellationToken) =>
        store.ReadAsync(session => Find(session, Waiting, app, user), cancellationToken);

    /// <summary>Erases them; returns how many.</summary>
    public static async ValueTask<int> RunAsync(
        SqliteStore store, string app, NamedUser user, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(
            session => session.Scalar(Exists) is null ? [] : Find(session, Named, app, user), cancellationToken);
        var erased = 0;
        foreach (var batch in found.Chunk(BatchSize))
            erased += await store.WriteAsync(session => batch.Sum(seq => session.Execute(Drop, seq)));
        return erased;
    }

    /// <summary>Erases all of an app, from a file in which nothing else works on the spool; returns how many.</summary>
    public static async ValueTask<int> EraseAppAsync(SqliteStore store, string app, CancellationToken cancellationToken) =>
        await store.ReadAsync(session => session.Scalar(Exists), cancellationToken) is null
            ? 0
            : await AppRows.EraseAsync(store, DropOfApp, app, cancellationToken);

    /// <summary>Erases those of an app that cannot be read and lie there for an operator; returns how many.</summary>
    public static ValueTask<int> EraseUnreadableAsync(SqliteStore store, string app, CancellationToken cancellationToken) =>
        AppRows.EraseAsync(store, DropUnreadableOfApp, app, cancellationToken);

    /// <summary>How many of an app wait for the shared store.</summary>
    public static ValueTask<long> CountWaitingAsync(SqliteStore store, string app, CancellationToken cancellationToken) =>
        store.ReadAsync(session => session.Number(CountWaiting, app) ?? 0, cancellationToken);

    private static List<long> Find(SqliteSession session, string query, string app, NamedUser user)
    {
        var found = new List<long>();
        using var rows = session.Prepare(query, app, user.OpenId, user.Bytes).ExecuteReader();
        while (rows.Read())
        {
            if (rows.OptionalText(1) == user.OpenId || user.IsIn(rows.Bytes(2)) || user.IsIn(rows.OptionalText(3)))
                found.Add(rows.GetInt64(0));
        }

        return found;
    }
}
