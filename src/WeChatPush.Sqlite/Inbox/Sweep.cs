using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Removes what has expired, a bounded number of rows at a time, so that no commit of the receive path waits for it. Keys
/// are random, so their table is walked round and round instead of carrying an index of its own.
/// </summary>
internal sealed class Sweep
{
    private const string KeysAfter = "SELECT max(key), count(*) FROM (SELECT key FROM seen WHERE key > $1 ORDER BY key LIMIT $2)";
    private const string DropKeys = "DELETE FROM seen WHERE key > $1 AND key <= $2 AND until <= $3";

    private const string Packed = "SELECT n, until FROM arrival_key WHERE n > $1 ORDER BY n LIMIT $2";
    private const string DropPacked = "DELETE FROM arrival_key WHERE n = $1";

    private const string Oldest = "SELECT seq, state, received_at, ended_at, awaits FROM push WHERE seq > $1 ORDER BY seq LIMIT $2";

    // No time that this program writes; a text or a blob is greater than every number. Never due, it would be forgotten.
    private const string NeverDue = "SELECT seq FROM push INDEXED BY push_due WHERE due_at IS NOT NULL AND due_at > $1 LIMIT $2";
    private const long LatestTime = 253_370_764_800_000;

    private static readonly string[] Drop =
    [
        "DELETE FROM push WHERE seq = $1",
        "DELETE FROM push_body WHERE seq = $1",
        "DELETE FROM push_reply WHERE seq = $1",
        "DELETE FROM timeline WHERE seq = $1",
        "DELETE FROM send WHERE seq = $1",
    ];

    private byte[] _keyCursor = [];
    private long _packedCursor;
    private long _pushCursor;

    /// <summary>Looks at up to <paramref name="max"/> keys and as many pushes; returns how many rows went.</summary>
    public int Run(SqliteSession session, DateTimeOffset now, RetentionOptions retention, TimeSpan window, int max) =>
        SweepKeys(session, now, max) + SweepPacked(session, now, max) + SetAsideNeverDue(session, now, max)
        + SweepPushes(session, now, retention, window, max);

    private int SweepKeys(SqliteSession session, DateTimeOffset now, int max)
    {
        byte[]? last;
        long looked;
        using (var reader = session.Prepare(KeysAfter, _keyCursor, max).ExecuteReader())
        {
            reader.Read();
            last = reader.IsDBNull(0) ? null : reader.Bytes(0);
            looked = reader.GetInt64(1);
        }

        var gone = last is null ? 0 : session.Execute(DropKeys, _keyCursor, last, now.ToUnixTimeMilliseconds());
        _keyCursor = looked < max ? [] : last!;
        return gone;
    }

    private static int SetAsideNeverDue(SqliteSession session, DateTimeOffset now, int max)
    {
        var found = new List<long>();
        using (var reader = session.Prepare(NeverDue, LatestTime, max).ExecuteReader())
        {
            while (reader.Read())
                found.Add(reader.GetInt64(0));
        }

        foreach (var seq in found)
            UnreadablePush.SetAside(session, seq, now.ToUnixTimeMilliseconds(), "due_at is no time");
        return found.Count;
    }

    // The keys of one commit go together, with the last of them.
    private int SweepPacked(SqliteSession session, DateTimeOffset now, int max)
    {
        var over = new List<long>();
        var looked = 0;
        var rows = session.Statement(Packed);
        rows.Bind(1, _packedCursor);
        rows.Bind(2, max);
        for (; rows.Step(); looked++)
        {
            _packedCursor = rows.Int64(0);
            if (rows.Int64(1) <= now.ToUnixTimeMilliseconds())
                over.Add(_packedCursor);
        }

        rows.Reset();
        if (looked < max)
            _packedCursor = 0;
        foreach (var n in over)
            session.Execute(DropPacked, n);
        return over.Count;
    }

    // What awaited a reply stays for as long as its identity does: another try of WeChat's would be taken for one of a push
    // that was acknowledged, and it may not have been.
    private int SweepPushes(SqliteSession session, DateTimeOffset now, RetentionOptions retention, TimeSpan window, int max)
    {
        var awaitingBefore = (now - window).ToUnixTimeMilliseconds();
        var doneBefore = (now - retention.Done).ToUnixTimeMilliseconds();
        var deadBefore = (now - retention.Dead).ToUnixTimeMilliseconds();
        var youngest = Math.Max(doneBefore, deadBefore);
        var gone = new List<long>();
        var looked = 0;
        using (var reader = session.Prepare(Oldest, _pushCursor, max).ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.Long(2) > youngest)
                {
                    // Arrival order: nothing behind this one is old enough either.
                    looked = 0;
                    break;
                }

                looked++;
                _pushCursor = reader.GetInt64(0);
                var ended = reader.OptionalLong(3) ?? long.MaxValue;
                var state = reader.Int(1);
                if (reader.Flag(4) && ended > awaitingBefore)
                    continue;
                if ((state == InboxSchema.Done && ended <= doneBefore) || (state == InboxSchema.Dead && ended <= deadBefore))
                    gone.Add(_pushCursor);
            }
        }

        if (looked < max)
            _pushCursor = 0;
        foreach (var seq in gone)
        {
            PackedPushes.Get(session).Release(session, seq);
            foreach (var statement in Drop)
                session.Execute(statement, seq);
        }

        return gone.Count;
    }
}
