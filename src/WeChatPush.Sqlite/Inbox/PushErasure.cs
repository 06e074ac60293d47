using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Erases the pushes that are a user's or name the user. They are looked for beside the writer, range by range, and go in small
/// steps; the youngest first, so that the head of the mailbox stays until nothing waits behind it.
/// </summary>
internal static class PushErasure
{
    private const int RangeSize = 10_000;
    private const int BatchSize = 200;

    private const string Last = "SELECT max(seq) FROM push";

    private const string Named = """
        SELECT p.seq, p.open_id, b.body, b.source FROM push p LEFT JOIN push_body b ON b.seq = p.seq
        WHERE p.seq > $1 AND p.seq <= $2 AND p.app = $3
        AND (p.open_id = $4 OR instr(CAST(b.body AS BLOB), $5) > 0 OR instr(b.source, $4) > 0)
        ORDER BY p.seq DESC
        """;

    private const string Facts = "SELECT state, awaits, mailbox FROM push WHERE seq = $1";

    // Numbers are given out again when the last push goes, and what still holds one would take the next push for it. What
    // awaited a reply is still found by its identity. Such a push stays until it is swept, without anything of the user.
    private const string Blank = """
        UPDATE push SET open_id = NULL, mailbox = NULL, state = 3, due_at = NULL, again = 0, fence = fence + 1, ended_at = $2, end_note = NULL
        WHERE seq = $1
        """;

    private const string Drop = "DELETE FROM push WHERE seq = $1";

    private static readonly string[] DropParts =
    [
        "DELETE FROM push_body WHERE seq = $1",
        "DELETE FROM push_reply WHERE seq = $1",
        "DELETE FROM timeline WHERE seq = $1",
        "DELETE FROM send WHERE seq = $1",
    ];

    /// <summary>Erases what is unpacked; returns how many pushes it were.</summary>
    public static async ValueTask<int> RunAsync(
        SqliteStore store, string app, NamedUser user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var erased = 0;
        var upTo = await store.ReadAsync(session => session.Scalar(Last) as long? ?? 0, cancellationToken);
        for (; upTo > 0; upTo -= RangeSize)
        {
            var (above, last) = (Math.Max(0, upTo - RangeSize), upTo);
            var found = await store.ReadAsync(session => Find(session, app, user, above, last), cancellationToken);
            foreach (var batch in found.Chunk(BatchSize))
                erased += await store.WriteAsync(session => Erase(session, app, user, batch, now.ToUnixTimeMilliseconds()));
        }

        // What arrived meanwhile may have queued behind one that went.
        if (erased > 0)
            await store.WriteAsync(session => Promote(session, Mailbox.GetName(app, user.OpenId)));
        return erased;
    }

    private static List<long> Find(SqliteSession session, string app, NamedUser user, long above, long upTo)
    {
        var found = new List<long>();
        using var rows = session.Prepare(Named, above, upTo, app, user.OpenId, user.Bytes).ExecuteReader();
        while (rows.Read())
        {
            if (rows.OptionalText(1) == user.OpenId || user.IsIn(rows.Bytes(2)) || user.IsIn(rows.OptionalText(3)))
                found.Add(rows.GetInt64(0));
        }

        return found;
    }

    private static int Erase(SqliteSession session, string app, NamedUser user, long[] pushes, long now)
    {
        var own = Mailbox.GetName(app, user.OpenId);
        var erased = 0;
        foreach (var seq in pushes)
        {
            PackedPushes.Get(session).Release(session, seq);
            long? mailbox;
            bool isHeld;
            using (var row = session.Prepare(Facts, seq).ExecuteReader())
            {
                if (!row.Read())
                    continue;
                isHeld = row.Int(0) == InboxSchema.Processing || row.Flag(1);
                mailbox = row.OptionalLong(2);
            }

            foreach (var statement in DropParts)
                session.Execute(statement, seq);
            erased += isHeld ? session.Execute(Blank, seq, now) : session.Execute(Drop, seq);
            if (mailbox != own)
                Promote(session, mailbox);
        }

        return erased;
    }

    private static bool Promote(SqliteSession session, long? mailbox)
    {
        if (mailbox is null || MailboxQueue.HasHead(session, mailbox))
            return false;
        MailboxQueue.Promote(session, mailbox);
        return true;
    }
}
