using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Storage;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Erases all pushes and identities of an app. Packed rows are not taken apart for it. Who handles one of the pushes finds it
/// gone: numbers are not given out twice while this process has the file.
/// </summary>
internal static class AppPushErasure
{
    private const int RangeSize = 10_000;
    private const int BatchSize = 200;

    // Each may hold hundreds of pushes.
    private const int PackedRows = 8;

    private const string FindPacked = "SELECT n FROM arrival WHERE app = $1 AND n > $2 ORDER BY n LIMIT $3";

    private const string Last = "SELECT max(seq) FROM push";
    private const string Found = "SELECT seq, mailbox FROM push WHERE seq > $1 AND seq <= $2 AND app = $3 ORDER BY seq DESC";
    private const string Drop = "DELETE FROM push WHERE seq = $1";

    private static readonly string[] DropParts =
    [
        "DELETE FROM push_body WHERE seq = $1",
        "DELETE FROM push_reply WHERE seq = $1",
        "DELETE FROM timeline WHERE seq = $1",
        "DELETE FROM send WHERE seq = $1",
    ];

    private const string FindAwaiting = """
        SELECT s.key FROM seen s JOIN push p ON p.seq = s.seq WHERE p.app = $1 AND s.key > $2 ORDER BY s.key LIMIT $3
        """;

    private const string DropAwaiting = "DELETE FROM seen WHERE key = $1";
    private const string FindKeys = "SELECT n FROM arrival_key WHERE app = $1 AND n > $2 ORDER BY n LIMIT $3";
    private const string KeysIn = "SELECT keys FROM arrival_key WHERE n = $1";
    private const string DropKeys = "DELETE FROM arrival_key WHERE n = $1";

    /// <summary>Erases what there is now; returns how many pushes, and rows of identities, it were.</summary>
    /// <param name="store">The file.</param>
    /// <param name="app">The app.</param>
    /// <param name="log">What has the identities in memory; <see langword="null"/>: nothing has.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public static async ValueTask<(int Pushes, int Identities)> RunAsync(
        SqliteStore store, string app, AppendLog? log, CancellationToken cancellationToken)
    {
        var pushes = await store.WriteAsync(session => PackedPushes.Get(session).EraseBegun(session, app));
        pushes += await AppRows.EraseAsync(
            store, FindPacked, static (session, n) => PackedPushes.Get(session).Erase(session, n), app, long.MinValue, cancellationToken,
            PackedRows);

        // They are found by their pushes.
        var identities = await AppRows.EraseAsync(
            store, FindAwaiting, (session, key) => DropKey(session, log, key), app, Array.Empty<byte>(), cancellationToken);
        pushes += await ErasePushesAsync(store, app, cancellationToken);
        identities += await AppRows.EraseAsync(
            store, FindKeys, (session, n) => DropRow(session, log, n), app, long.MinValue, cancellationToken);
        return (pushes, identities);
    }

    // The youngest first, so that the head of a mailbox stays until nothing waits behind it.
    private static async ValueTask<int> ErasePushesAsync(SqliteStore store, string app, CancellationToken cancellationToken)
    {
        var erased = 0;
        var upTo = await store.ReadAsync(session => session.Scalar(Last) as long? ?? 0, cancellationToken);
        for (; upTo > 0; upTo -= RangeSize)
        {
            var (above, last) = (Math.Max(0, upTo - RangeSize), upTo);
            var found = await store.ReadAsync(session => Find(session, app, above, last), cancellationToken);
            foreach (var batch in found.Chunk(BatchSize))
                erased += await store.WriteAsync(session => batch.Sum(push => Erase(session, push.Seq, push.Mailbox)));
        }

        return erased;
    }

    private static List<(long Seq, long? Mailbox)> Find(SqliteSession session, string app, long above, long upTo)
    {
        var found = new List<(long, long?)>();
        using var rows = session.Prepare(Found, above, upTo, app).ExecuteReader();
        while (rows.Read())
            found.Add((rows.GetInt64(0), rows.OptionalLong(1)));
        return found;
    }

    private static int Erase(SqliteSession session, long seq, long? mailbox)
    {
        PackedPushes.Get(session).Release(session, seq);
        foreach (var statement in DropParts)
            session.Execute(statement, seq);
        var erased = session.Execute(Drop, seq);
        // Two users of different apps may share a mailbox, and wait for each other.
        if (mailbox is not null && !MailboxQueue.HasHead(session, mailbox))
            MailboxQueue.Promote(session, mailbox);
        return erased;
    }

    private static int DropKey(SqliteSession session, AppendLog? log, byte[] key)
    {
        log?.Forget(session, key, key.Length);
        return session.Execute(DropAwaiting, key);
    }

    private static int DropRow(SqliteSession session, AppendLog? log, long n)
    {
        if (session.Scalar(KeysIn, n) is byte[] keys)
            log?.Forget(session, keys);
        return session.Execute(DropKeys, n);
    }
}
