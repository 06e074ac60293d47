using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The times at which pushes are due are those of the machine's clock, which may be set.</summary>
internal static class DueTimes
{
    private const string Move = "UPDATE push SET due_at = max($1, due_at - $2) WHERE due_at > $1 AND state <> 1";

    // A lease that was renewed since uses the new time already: none may end early, and none long after its holder.
    private const string Shorten = "UPDATE push SET due_at = $1 WHERE due_at > $1 AND state = 1";

    /// <summary>Follows a clock that was set back: else what is due would wait until it has caught up.</summary>
    public static int SetBack(SqliteSession session, DateTimeOffset now, TimeSpan by, TimeSpan lease)
    {
        PackedPushes.Get(session).IndexClaimed(session);
        return session.Execute(Move, now.ToUnixTimeMilliseconds(), (long)by.TotalMilliseconds)
            + session.Execute(Shorten, (now + lease).ToUnixTimeMilliseconds());
    }
}
