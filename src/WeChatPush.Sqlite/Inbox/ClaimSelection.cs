using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// What one claim takes: of the due pushes with rows of their own and of the packed ones together, those that have waited
/// for longest.
/// </summary>
internal sealed class ClaimSelection
{
    private readonly SqliteSession _session;
    private readonly PackedPushes _packed;
    private readonly AppTally _tally;
    private readonly int _max;
    private readonly long _until;
    private readonly long _now;
    private AppTally _counted;
    private bool _mayWait;

    /// <param name="session">The writer.</param>
    /// <param name="packed">The packed pushes.</param>
    /// <param name="tally">What each app may have.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="until">When a push has to have fallen due.</param>
    /// <param name="now">The time.</param>
    public ClaimSelection(SqliteSession session, PackedPushes packed, AppTally tally, int max, long until, long now)
    {
        (_session, _packed, _tally, _max, _until, _now, _counted) = (session, packed, tally, max, until, now, tally);
        FindDue();
    }

    /// <summary>Those with rows of their own; they are not taken yet.</summary>
    public List<DuePush> Due { get; private set; } = [];

    /// <summary>Those that were packed; they are taken.</summary>
    public List<DuePush> Packed { get; } = [];

    public bool HasRoom => Due.Count + Packed.Count < _max;

    /// <summary>Looks for those with rows of their own.</summary>
    public void FindDue()
    {
        _counted = _tally.Copy();
        foreach (var claim in Packed)
            _counted.Take(claim.Push.App);
        Due = DuePushes.Find(_session, _until, _now, _max - Packed.Count, _counted);
        foreach (var claim in Due.Where(claim => !claim.Push.AwaitsReply))
            _counted.Take(claim.Push.App);
    }

    /// <summary>
    /// Takes packed pushes as long as there is room, or a younger one has it. Packed pushes get rows of their own only as
    /// far as they must: while more arrives than can be handled, arriving stays cheap.
    /// </summary>
    /// <param name="leaseEnd">When the lease ends, in Unix ms.</param>
    /// <param name="maxIndexed">How many may get rows of their own, because something else holds them back.</param>
    public void AddPacked(long leaseEnd, int maxIndexed)
    {
        _mayWait = MailboxQueue.HasAny(_session);
        for (var unpacked = 0; unpacked < maxIndexed;)
        {
            var next = Peek();
            if (next is null && Due.Count + Packed.Count == 0)
            {
                unpacked += _packed.IndexPassed(_session);
                next = Peek();
            }

            if (next is null || (!HasRoom && !IsYoungerDue(next)))
                return;
            if (!_tally.IsUnlimited && IsYoungerDue(next))
            {
                // Which of the two its app's share allows is decided among all that are due.
                unpacked += _packed.IndexNext(_session, next.Row.N);
                FindDue();
                _mayWait = true;
                continue;
            }

            var waits = _packed.IsHead(next.Mailbox) || (_mayWait && MailboxQueue.HasUnfinished(_session, next.Mailbox));
            if (waits || !_counted.HasRoom(next.Row.App))
            {
                _packed.Queue(_session, next, isHead: !waits);
                _mayWait = true;
                unpacked++;
            }
            else if (_packed.Take(_session, next, leaseEnd))
            {
                if (Due.Count + Packed.Count == _max)
                    Due.RemoveAt(Due.Count - 1);
                Packed.Add(new DuePush(next.ToClaim(), next.ReceivedAt, WasProcessing: false));
                _counted.Take(next.Row.App);
            }
        }
    }

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<ClaimedPush> ToList() =>
        Packed.Count == 0
            ? [.. Due.Select(claim => claim.Push)]
            : [.. Due.Concat(Packed).OrderBy(claim => claim.At).ThenBy(claim => claim.Push.Handle).Select(claim => claim.Push)];

    private bool IsYoungerDue(PackedPush next) => Due.Count > 0 && Due[^1].At > next.ReceivedAt;

    private PackedPush? Peek()
    {
        var before = _packed.IndexedRows;
        var next = _packed.Peek(_session);
        if (_packed.IndexedRows == before)
            return next;
        FindDue();
        _mayWait = true;
        return next;
    }
}
