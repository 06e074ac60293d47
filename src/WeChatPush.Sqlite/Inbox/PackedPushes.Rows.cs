using SQLitePCL;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The rows of <c>arrival</c>, and what the file says of those that are claimed.</summary>
internal sealed partial class PackedPushes
{
    private const string NextRow = "SELECT n, app, pushes, at FROM arrival WHERE n > $1 ORDER BY n LIMIT 1";
    private const string FirstRow = """
        SELECT n, app, pushes, at FROM arrival a WHERE NOT EXISTS (SELECT 1 FROM arrival_claim c WHERE c.n = a.n) ORDER BY n LIMIT 1
        """;

    private const string ClaimedRows = """
        SELECT a.n, a.app, a.pushes, a.at, c.first, c.taken, c.until FROM arrival_claim c JOIN arrival a ON a.n = c.n ORDER BY a.n
        """;

    private const string Put = "INSERT OR REPLACE INTO arrival_claim (n, first, taken, until) VALUES ($1, $2, $3, $4)";
    private const string DropRow = "DELETE FROM arrival WHERE n = $1";
    private const string DropClaim = "DELETE FROM arrival_claim WHERE n = $1";
    private const string DropOrphans = "DELETE FROM arrival_claim WHERE NOT EXISTS (SELECT 1 FROM arrival a WHERE a.n = arrival_claim.n)";
    private const string CountIn = "SELECT count FROM arrival WHERE n = $1";
    private const string DropSends = "DELETE FROM send WHERE seq = $1";
    private const string DropReply = "DELETE FROM push_reply WHERE seq = $1";
    private const string HasRow = "SELECT 1 FROM push WHERE seq = $1";
    private const string LastRow = "SELECT max(n) FROM arrival WHERE n < $1";
    private const string LastSeq = "SELECT max(seq) FROM push WHERE seq < $1";

    // A send may be noted of a push that has no row, and must not be taken for another's.
    private const string LastSent = "SELECT max(seq) FROM send WHERE seq < $1";

    // Numbers beyond are none that this program gave out.
    private const long MaxNumber = 1L << 62;

    private readonly Dictionary<long, PackedRow> _begun = [];
    private readonly HashSet<PackedRow> _changed = [];
    private PackedRow? _next;
    private long _cursor = long.MinValue;
    private long _lastSeq;
    private long _lastRow;
    private bool _isLoaded;

    /// <summary>How many rows were unpacked as a whole: what looked at <c>push</c> before has to look again.</summary>
    public int IndexedRows { get; private set; }

    /// <summary>A number that no push has.</summary>
    public long NextSeq() => ++_lastSeq;

    /// <summary>A number that no row of <c>arrival</c> has or had: the walk along them has not passed it.</summary>
    public long NextRowNumber() => ++_lastRow;

    /// <summary>
    /// The oldest push that is neither claimed nor has a row; <see langword="null"/>: there is none. A row that cannot be
    /// read, or not to its end, is unpacked.
    /// </summary>
    public PackedPush? Peek(SqliteSession session)
    {
        while (_next is null or { IsTaken: true })
        {
            _next = Read(session, NextRow, _cursor);
            if (_next is not { } row)
                return null;
            if (row.IsReadable && row.N < MaxNumber)
                _cursor = row.N;
            else
                Index(session, row);
        }

        return _next.Pushes[_next.Taken];
    }

    /// <summary>Gives each push of the oldest row, and of no younger than that one, a row of its own; returns how many those were.</summary>
    public int IndexNext(SqliteSession session, long youngest)
    {
        if (Peek(session) is not { } push || push.Row.N > youngest)
            return 0;
        return Index(session, push.Row);
    }

    /// <summary>
    /// Unpacks what the walk along the rows has passed by: a row whose number was changed while the file was open. Returns
    /// how many pushes it held.
    /// </summary>
    public int IndexPassed(SqliteSession session)
    {
        // What this transaction claimed is in the file by then.
        WriteEnded(session);
        Save(session);
        return Read(session, FirstRow, 0) is { } row && row.N != _next?.N ? Index(session, row) : 0;
    }

    /// <summary>
    /// Before the row of a push is deleted, which says that the push is not claimed, or its body, which lies in what it arrived
    /// with as well.
    /// </summary>
    public void Release(SqliteSession session, long seq)
    {
        WriteEnded(session);
        if (_begun.Values.FirstOrDefault(row => row.Contains(seq)) is { } row)
            Index(session, row);
    }

    private int Index(SqliteSession session, PackedRow row)
    {
        session.Enlist(this);
        IndexedRows++;
        _begun[row.N] = row;
        foreach (var push in row.Pushes.Take(row.Taken).Where(push => _open.ContainsKey(push.Seq)))
        {
            Close(session, push.Seq);
            PushRows.Hold(session, push, push.Until);
        }

        var count = row.Pushes.Count - row.Taken;
        while (!row.IsTaken)
        {
            var push = row.Pushes[row.Taken];
            Queue(session, push, isHead: !MailboxQueue.HasUnfinished(session, push.Mailbox));
        }

        if (!row.IsReadable)
        {
            UnreadablePush.Keep(
                session, row.App, row.N, row.Unreadable.Span, row.At,
                $"what is behind the first {row.Pushes.Count} pushes of a batch cannot be read", NextSeq());
        }

        Drop(session, row);
        return Math.Max(1, count);
    }

    // The push is no longer one that waits packed.
    private void Begin(SqliteSession session, PackedPush push)
    {
        session.Enlist(this);
        push.Row.Taken++;
        _begun[push.Row.N] = push.Row;
        _changed.Add(push.Row);
    }

    private void Save(SqliteSession session)
    {
        foreach (var row in _changed)
        {
            if (!_begun.ContainsKey(row.N))
                continue;
            if (row is { IsTaken: true, Open: 0 })
                Drop(session, row);
            else
                session.Execute(Put, row.N, row.First, row.Taken, row.Until);
        }

        _changed.Clear();
    }

    // Once each of its pushes has a row.
    private void Drop(SqliteSession session, PackedRow row)
    {
        if (!row.IsTaken || row.Open > 0 || !_begun.Remove(row.N))
            return;
        session.Execute(DropRow, row.N);
        session.Execute(DropClaim, row.N);
    }

    private PackedRow? Read(SqliteSession session, string query, long after)
    {
        var rows = session.Statement(query);
        if (query == NextRow)
            rows.Bind(1, after);
        var row = rows.Step() ? Read(rows, _lastSeq + 1) : null;
        rows.Reset();
        _lastSeq += row?.Pushes.Count ?? 0;
        return row;
    }

    private static PackedRow Read(SqliteStatement row, long first) =>
        new(row.Int64(0), row.Text(1) ?? "", row.Blob(2).ToArray(), row.Int64(3), first);

    private void Load(SqliteSession session)
    {
        if (_isLoaded)
            return;
        // If this fails half-way, it is not what is in the file.
        session.Enlist(this);
        _open.Clear();
        _heads.Clear();
        _openIds.Clear();
        _ended.Clear();
        _begun.Clear();
        _changed.Clear();
        (_next, _cursor, _soonest) = (null, long.MinValue, long.MaxValue);
        _lastSeq = Math.Max(_lastSeq, session.Scalar(LastSeq, MaxNumber) as long? ?? 0);
        _lastSeq = Math.Max(_lastSeq, session.Scalar(LastSent, MaxNumber) as long? ?? 0);
        _lastRow = Math.Max(_lastRow, session.Scalar(LastRow, MaxNumber) as long? ?? 0);
        _isLoaded = true;
        var begun = ReadClaimed(session);
        foreach (var (row, _) in begun)
            _lastSeq = Math.Max(_lastSeq, row.First + row.Pushes.Count);
        session.Execute(DropOrphans);
        foreach (var (row, problem) in begun)
            Restore(session, row, problem);
    }

    private static List<(PackedRow Row, string? Problem)> ReadClaimed(SqliteSession session)
    {
        var begun = new List<(PackedRow, string?)>();
        var rows = session.Statement(ClaimedRows);
        while (rows.Step())
        {
            var isKnown = Enumerable.Range(4, 3).All(column => rows.Type(column) == raw.SQLITE_INTEGER && rows.Int64(column) is >= 0 and < MaxNumber)
                && StoredValues.IsTime(rows.Int64(6));
            var row = Read(rows, isKnown ? rows.Int64(4) : 0);
            if (isKnown)
                (row.Taken, row.Until) = ((int)Math.Min(rows.Int64(5), row.Pushes.Count), rows.Int64(6));
            begun.Add((row, isKnown ? null : "which pushes of a batch are claimed cannot be read"));
        }

        rows.Reset();
        return begun;
    }

    private void Restore(SqliteSession session, PackedRow row, string? problem)
    {
        _begun[row.N] = row;
        _cursor = Math.Max(_cursor, row.N);
        if (problem is not null)
        {
            session.Unreadable.SetAside(session, row.App, "arrival_claim", $"{row.N}", problem);
            Forget(session, row);
            return;
        }

        foreach (var push in row.Pushes.Take(row.Taken).Where(push => session.Scalar(HasRow, push.Seq) is null))
        {
            // What waits behind it, and what was sent, is known to the file alone.
            (push.HasFollower, push.HasSends, push.Until) = (true, true, row.Until);
            Open(push);
        }

        if (!row.IsReadable || (_next is { IsTaken: false } && !row.IsTaken) || (row.IsTaken && row.Open == 0))
            Index(session, row);
        else if (!row.IsTaken)
            GoOn(session, row);
    }

    // What is claimed of the row from here on prolongs none of the leases that are in the file.
    private void GoOn(SqliteSession session, PackedRow row)
    {
        _next = row;
        foreach (var push in row.Pushes.Take(row.Taken).Where(push => _open.ContainsKey(push.Seq)))
            Index(session, push.Seq);
    }

    // Each of its pushes begins anew, but those that have a row.
    private void Forget(SqliteSession session, PackedRow row)
    {
        session.Enlist(this);
        foreach (var push in new PackedRow(row.N, row.App, row.Pushes.Count == 0 ? default : Join(row), row.At, _lastSeq + 1).Pushes)
        {
            _lastSeq = Math.Max(_lastSeq, push.Seq);
            if (!HasId(session, push))
                PushRows.Queue(session, push, MailboxQueue.HasUnfinished(session, push.Mailbox) ? null : push.ReceivedAt);
        }

        if (!row.Unreadable.IsEmpty)
            UnreadablePush.Keep(session, row.App, row.N, row.Unreadable.Span, row.At, "what is behind these pushes of a batch cannot be read", NextSeq());
        (row.Taken, row.Open) = (row.Pushes.Count, 0);
        Drop(session, row);
    }

    private static byte[] Join(PackedRow row) => row.Pushes.SelectMany(push => push.Bytes.ToArray()).ToArray();
}
