using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Removes the payloads of finished pushes whose records stay longer. It walks along the pushes in the order of their arrival, and
/// does not look at one again until it begins anew: then it finds those that ended late.
/// </summary>
internal sealed class PayloadSweep
{
    private const string Next = """
        SELECT seq, state, received_at, ended_at, awaits FROM push WHERE seq > $1 ORDER BY seq LIMIT $2
        """;

    private const string DropBody = "DELETE FROM push_body WHERE seq = $1";
    private const string DropReply = "DELETE FROM push_reply WHERE seq = $1";

    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    private long _cursor;
    private DateTimeOffset _begun;

    /// <summary>Looks at up to so many pushes; returns how many payloads went, and at least 1 if there are more to look at.</summary>
    public int Run(SqliteSession session, DateTimeOffset now, RetentionOptions retention, TimeSpan window, int max)
    {
        if (retention.Payload is not { } payload)
            return 0;
        if (now - _begun >= Round || now < _begun)
            (_cursor, _begun) = (0, now);

        var endedBefore = (now - payload).ToUnixTimeMilliseconds();
        // What awaited a reply is run again by the next try of WeChat's, as long as its identity counts.
        var awaitingBefore = (now - window).ToUnixTimeMilliseconds();
        var over = Find(session, endedBefore, awaitingBefore, max, out var more);
        var gone = 0;
        foreach (var seq in over)
        {
            PackedPushes.Get(session).Release(session, seq);
            gone += session.Execute(DropBody, seq);
            session.Execute(DropReply, seq);
        }

        return more ? Math.Max(gone, 1) : gone;
    }

    private List<long> Find(SqliteSession session, long endedBefore, long awaitingBefore, int max, out bool more)
    {
        var over = new List<long>();
        var looked = 0;
        using var rows = session.Prepare(Next, _cursor, max).ExecuteReader();
        while (rows.Read() && rows.Long(2) <= endedBefore)
        {
            looked++;
            _cursor = rows.GetInt64(0);
            var ended = rows.OptionalLong(3) ?? long.MaxValue;
            if (rows.Int(1) is InboxSchema.Done or InboxSchema.Dead && ended <= endedBefore && (!rows.Flag(4) || ended <= awaitingBefore))
                over.Add(_cursor);
        }

        more = looked == max;
        return over;
    }
}
