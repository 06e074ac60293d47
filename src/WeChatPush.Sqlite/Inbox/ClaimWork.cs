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
        var leaseEnd = (now + lease).ToUnixTimeMilliseconds();
        var packed = PackedPushes.Get(session);
        packed.IndexExpired(session, nowMs);
        var tally = quota.Begin();
        var selection = new ClaimSelection(session, packed, tally, max, scope == ClaimScope.All ? nowMs : InboxSchema.AtOnce, nowMs);
        if (scope == ClaimScope.All)
        {
            selection.AddPacked(leaseEnd, MaxIndexed);
            if (selection.HasRoom && session.Execute(Follow, nowMs) > 0)
                selection.FindDue();
        }

        foreach (var (claim, _, wasProcessing) in selection.Due)
        {
            session.Execute(Take, claim.Handle, leaseEnd);
            if (!claim.AwaitsReply)
                tally.Take(claim.App);
            if (wasProcessing)
                Timeline.Add(session, claim.Handle, nowMs, "lease expired", "the attempt before ended without a word; taken over");
        }

        foreach (var claim in selection.Packed)
            tally.Take(claim.Push.App);

        var next = Math.Min(
            DuePushes.Next(session, tally) ?? long.MaxValue,
            Math.Min(packed.Peek(session)?.ReceivedAt ?? long.MaxValue, packed.NextLeaseEnd ?? long.MaxValue));
        return new ClaimResult(selection.ToList(), next == long.MaxValue ? null : StoredValues.ToTime(next));
    }
}
