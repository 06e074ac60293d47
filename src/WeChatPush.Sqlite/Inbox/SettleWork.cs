using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Ends an attempt, and lets the next push of the same user step forward.</summary>
internal sealed class SettleWork(ClaimedPush claim, Settlement settlement, DateTimeOffset now) : SqliteWork<bool>
{
    private const string End = """
        UPDATE push SET state = $3, due_at = NULL, ended_at = $4, end_note = $5 WHERE seq = $1 AND fence = $2 AND state = 1
        """;

    private const string Retry = """
        UPDATE push SET state = 2, due_at = $3, attempts = attempts - $4 WHERE seq = $1 AND fence = $2 AND state = 1
        """;

    private const string Defer = """
        UPDATE push SET state = 0, due_at = $3, attempts = attempts - 1 WHERE seq = $1 AND fence = $2 AND state = 1
        """;

    private const string Release = """
        UPDATE push SET state = CASE WHEN attempts > 1 THEN 2 ELSE 0 END, due_at = $3, attempts = attempts - 1
        WHERE seq = $1 AND fence = $2 AND state = 1
        """;

    // A replay that was asked for while the push was being handled.
    private const string IsAskedAgain = "SELECT 1 FROM push WHERE seq = $1 AND again = 1";

    private const string Again = """
        UPDATE push SET state = 0, due_at = $2, attempts = 0, replay = replay + 1, again = 0, ended_at = NULL, end_note = NULL
        WHERE seq = $1 AND again = 1
        """;

    // What waits for a settlement counts it and makes room for the next push.
    public override bool CompletesInTurn => true;

    protected override bool Execute(SqliteSession session)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        switch (settlement)
        {
            case Settlement.Done done:
                return Finish(session, InboxSchema.Done, nowMs, done.Detail, done.Reply);
            case Settlement.DeadLetter dead:
                return Finish(session, InboxSchema.Dead, nowMs, dead.Reason, dead.Reply);
        }

        PackedPushes.Get(session).Index(session, claim);
        switch (settlement)
        {
            case Settlement.Retry retry:
                var at = retry.At.ToUnixTimeMilliseconds();
                if (session.Execute(Retry, claim.Handle, claim.Fence, at, retry.Counts ? 0 : 1) == 0)
                    return false;
                if (retry.Counts)
                    Timeline.Add(session, claim.Handle, nowMs, "retry", $"{retry.Reason}; next attempt at {retry.At.UtcDateTime:O}");
                else
                    Timeline.AddOnce(session, claim.Handle, nowMs, "retry", retry.Reason);
                return true;
            case Settlement.Defer defer:
                var until = defer.At.ToUnixTimeMilliseconds();
                if (session.Execute(Defer, claim.Handle, claim.Fence, until) == 0)
                    return false;
                Timeline.AddOnce(session, claim.Handle, nowMs, "postponed", defer.Reason);
                return true;
            case Settlement.Release:
                return session.Execute(Release, claim.Handle, claim.Fence, nowMs) > 0;
            default:
                throw new InvalidOperationException($"A settlement without a meaning: {settlement}.");
        }
    }

    private bool Finish(SqliteSession session, int state, long nowMs, string? detail, StoredReply? reply)
    {
        if (PackedPushes.Get(session).TryEnd(session, claim, state, nowMs, detail))
        {
            AwaitingReply.Keep(session, claim.Handle, reply);
            return true;
        }

        if (session.Execute(End, claim.Handle, claim.Fence, state, nowMs, detail ?? "") == 0)
            return false;
        AwaitingReply.Keep(session, claim.Handle, reply);
        if (session.Scalar(IsAskedAgain, claim.Handle) is not null)
        {
            Timeline.KeepEnd(session, claim.Handle);
            session.Execute(Again, claim.Handle, nowMs);
        }
        else if (!claim.AwaitsReply)
        {
            MailboxQueue.Promote(session, Mailbox.GetName(claim.App, claim.OpenId));
        }

        return true;
    }
}
