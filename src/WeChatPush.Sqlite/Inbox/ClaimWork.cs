using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Takes the pushes that are due, the expired leases of a dead holder among them.</summary>
internal sealed class ClaimWork(int max, ClaimScope scope, DateTimeOffset now, TimeSpan lease) : SqliteWork<ClaimResult>
{
    private const string DueNow = """
        SELECT p.seq, p.id, p.app, p.open_id, p.received_at, p.attempts, p.replay, p.fence, p.state, b.body, p.awaits, b.source, p.due_at
        FROM push p JOIN push_body b ON b.seq = p.seq
        WHERE p.due_at <= $1 ORDER BY p.due_at, p.seq LIMIT $2
        """;

    private const string Take = """
        UPDATE push SET state = 1, due_at = $2, attempts = attempts + 1, fence = fence + 1 WHERE seq = $1
        """;

    // Due since it arrived, by a clock that has been set back since: whenever it was taken apart, or came to the head of its
    // mailbox, it must not wait for that time to come again.
    private const string Follow = "UPDATE push SET due_at = $1 WHERE due_at > $1 AND state = 0 AND due_at = received_at";

    private const string NextDue = "SELECT min(due_at) FROM push WHERE due_at IS NOT NULL";

    // What belongs to one user comes out with only one push to take; the rest of it can wait for the next look.
    private const int MaxIndexed = 1000;

    protected override ClaimResult Execute(SqliteSession session)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var due = Read(session, scope == ClaimScope.All ? nowMs : InboxSchema.AtOnce);
        for (var indexed = 0; scope == ClaimScope.All && indexed < MaxIndexed && IsOlderPacked(session, due);)
        {
            indexed += AppendLogIndexer.Next(session);
            due = Read(session, nowMs);
        }

        if (scope == ClaimScope.All && due.Count < max && session.Execute(Follow, nowMs) > 0)
            due = Read(session, nowMs);

        var leaseEnd = (now + lease).ToUnixTimeMilliseconds();
        foreach (var (claim, _, wasProcessing) in due)
        {
            session.Execute(Take, claim.Handle, leaseEnd);
            if (wasProcessing)
                Timeline.Add(session, claim.Handle, nowMs, "lease expired", "the attempt before ended without a word; taken over");
        }

        var next = Math.Min(session.Scalar(NextDue) as long? ?? long.MaxValue, AppendLogIndexer.OldestAt(session) ?? long.MaxValue);
        return new ClaimResult(
            [.. due.Select(found => found.Push)],
            next == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(next));
    }

    // Packed pushes are unpacked only as far as a claim can take them: while more arrives than can be handled, arriving
    // stays cheap.
    private bool IsOlderPacked(SqliteSession session, List<Found> due) =>
        AppendLogIndexer.OldestAt(session) is { } arrival && (due.Count < max || due[^1].At > arrival);

    private List<Found> Read(SqliteSession session, long until)
    {
        var found = new List<Found>();
        var rows = session.Statement(DueNow);
        rows.Bind(1, until);
        rows.Bind(2, max);
        while (rows.Step())
            found.Add(new Found(ReadPush(rows), rows.Int64(12), rows.Int64(8) == InboxSchema.Processing));
        rows.Reset();
        return found;
    }

    private static ClaimedPush ReadPush(SqliteStatement row) => new()
    {
        Handle = row.Int64(0),
        Id = Convert.ToHexStringLower(row.Blob(1)),
        App = row.Text(2)!,
        OpenId = row.Text(3),
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
        Attempt = (int)row.Int64(5) + 1,
        Replay = (int)row.Int64(6),
        Fence = row.Int64(7) + 1,
        Body = row.Blob(9).ToArray(),
        AwaitsReply = row.Int64(10) != 0,
        Source = PushSource.Read(row.Text(11)),
    };

    private readonly record struct Found(ClaimedPush Push, long At, bool WasProcessing);
}
