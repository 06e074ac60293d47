using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Who of a user's pushes may be claimed: the first unfinished one.</summary>
internal static class MailboxQueue
{
    private const string Next = """
        UPDATE push SET due_at = received_at
        WHERE seq = (SELECT seq FROM push WHERE mailbox = $1 AND state < 3 ORDER BY seq LIMIT 1) AND due_at IS NULL
        """;

    private const string Occupied = "SELECT 1 FROM push WHERE mailbox = $1 AND state < 3 AND due_at IS NOT NULL LIMIT 1";
    private const string Unfinished = "SELECT 1 FROM push WHERE mailbox = $1 AND state < 3 LIMIT 1";
    private const string AnyUnfinished = "SELECT 1 FROM push INDEXED BY push_mailbox WHERE mailbox IS NOT NULL AND state < 3 LIMIT 1";

    /// <summary>Makes the first unfinished push of a mailbox claimable, as old as it is.</summary>
    public static void Promote(SqliteSession session, long? mailbox)
    {
        if (mailbox is not null)
            session.Execute(Next, mailbox);
    }

    /// <summary>Whether a push of the mailbox is at its head already.</summary>
    public static bool HasHead(SqliteSession session, long? mailbox) =>
        mailbox is not null && (PackedPushes.Get(session).IsHead(mailbox) || session.Scalar(Occupied, mailbox) is not null);

    /// <summary>Whether a push of the mailbox is unfinished, so that the next has to wait; packed ones that nothing claimed apart.</summary>
    public static bool HasUnfinished(SqliteSession session, long? mailbox)
    {
        if (mailbox is not { } name)
            return false;
        if (PackedPushes.Get(session).IsHead(name))
            return true;
        var statement = session.Statement(Unfinished);
        statement.Bind(1, name);
        var found = statement.Step();
        statement.Reset();
        return found;
    }

    /// <summary>Whether <see cref="HasUnfinished"/> may say yes of a push with a row of its own at all.</summary>
    public static bool HasAny(SqliteSession session) => session.Scalar(AnyUnfinished) is not null;
}
