using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Takes the pushes that are due, the expired leases of a dead holder among them.</summary>
internal sealed class ClaimWork(int max, ClaimScope scope, AppQuota quota, DateTimeOffset now, TimeSpan lease) : SqliteWork<ClaimResult>
{
    private const string Take = """
        UPDATE push SET state = 1, due_at = $2, attempts = attempts + 1, fence = fence + 1 WHERE seq = $1
        """;

    // Due since it arrived, by a clock that has been set back since: whenever it was taken apart, or came to the head of its
    // mailbox, it must not wait for that time to come again.
    private const string Follow = "UPDATE push SET due_at = $1 WHERE due_at > $1 AND state = 0 AND due_at = received_at";

    // What belongs to one user comes out with only one push to take; the rest of it can wait for the next look.
    private const int MaxIndexed = 1000;

    protected override ClaimResult Execute(SqliteSession session)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var tally = quota.Begin();
        var due = DuePushes.Find(session, scope == ClaimScope.All ? nowMs : InboxSchema.AtOnce, nowMs, max, tally);
        for (var indexed = 0; scope == ClaimScope.All && indexed < MaxIndexed && IsOlderPacked(session, due);)
        {
            indexed += AppendLogIndexer.Next(session);
            due = DuePushes.Find(session, nowMs, nowMs, max, tally);
        }

        if (scope == ClaimScope.All && due.Count < max && session.Execute(Follow, nowMs) > 0)
            due = DuePushes.Find(session, nowMs, nowMs, max, tally);

        var leaseEnd = (now + lease).ToUnixTimeMilliseconds();
        foreach (var (claim, _, wasProcessing) in due)
        {
            session.Execute(Take, claim.Handle, leaseEnd);
            if (!claim.AwaitsReply)
                tally.Take(claim.App);
            if (wasProcessing)
                Timeline.Add(session, claim.Handle, nowMs, "lease expired", "the attempt before ended without a word; taken over");
        }

        var next = Math.Min(DuePushes.Next(session, tally) ?? long.MaxValue, AppendLogIndexer.OldestAt(session) ?? long.MaxValue);
        return new ClaimResult(
            [.. due.Select(found => found.Push)],
            next == long.MaxValue ? null : StoredValues.ToTime(next));
    }

    // Packed pushes are unpacked only as far as a claim can take them: while more arrives than can be handled, arriving
    // stays cheap.
    private bool IsOlderPacked(SqliteSession session, List<DuePush> due) =>
        AppendLogIndexer.OldestAt(session) is { } arrival && (due.Count < max || due[^1].At > arrival);
}
