using System.Runtime.InteropServices;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Pushes that are claimed as they lie in a row of <c>arrival</c>. Nearly all end at their first attempt, and get their
/// rows then: once, in the state in which they stay. Whatever else happens to one gives it a row first, and goes on with
/// that. What is here is a copy of the file, which tells it all: a push of the first <c>arrival_claim.taken</c> of its row
/// that has no row of its own is claimed until <c>arrival_claim.until</c>, the end of the last lease among them: a holder that
/// died claimed none later. Used by the writer alone.
/// </summary>
internal sealed partial class PackedPushes : ISqliteBatchPart
{
    /// <summary>The token of a push's first holder.</summary>
    public const long Fence = 1;

    private const string IdExists = "SELECT 1 FROM push WHERE id = $1";

    private readonly Dictionary<long, PackedPush> _open = [];
    private readonly Dictionary<long, PackedPush> _heads = [];
    private readonly HashSet<UInt128> _openIds = [];
    private readonly List<(PackedPush Push, int State, long EndedAt, string? Detail)> _ended = [];
    private long _soonest = long.MaxValue;

    /// <summary>The pushes of a file, as its writer has them.</summary>
    public static PackedPushes Get(SqliteSession session)
    {
        var packed = session.State<PackedPushes>();
        packed.Load(session);
        return packed;
    }

    /// <summary>No lease of a claimed push ends before this, in Unix ms; <see langword="null"/>: none is claimed.</summary>
    public long? NextLeaseEnd => _open.Count == 0 ? null : _soonest;

    /// <summary>Whether the claim is of a push that has no row yet.</summary>
    public bool IsHeld(ClaimedPush claim) => claim is { Fence: Fence, Replay: 0 } && _open.ContainsKey(claim.Handle);

    /// <summary>Whether a send of the claim's push may be noted; false for one that this process was the first to claim.</summary>
    public bool HasSends(ClaimedPush claim) => !IsHeld(claim) || _open[claim.Handle].HasSends;

    /// <summary>Remembers that a send is noted.</summary>
    public void AddSend(ClaimedPush claim)
    {
        if (IsHeld(claim))
            _open[claim.Handle].HasSends = true;
    }

    /// <summary>Whether a push of the mailbox is claimed; what asks may wait behind it.</summary>
    public bool IsHead(long? mailbox)
    {
        if (mailbox is not { } name || !_heads.TryGetValue(name, out var head))
            return false;
        head.HasFollower = true;
        return true;
    }

    /// <summary>Claims the push that is next. False: there is another one with its id, and it is set aside.</summary>
    public bool Take(SqliteSession session, PackedPush push, long until)
    {
        Begin(session, push);
        if (_openIds.Contains(ToUInt128(push)) || HasId(session, push))
        {
            SetAside(session, push);
            return false;
        }

        push.Until = until;
        push.Row.Until = push.Row.Open > 0 ? Math.Max(push.Row.Until, until) : until;
        push.HasSends = false;
        Open(push);
        return true;
    }

    /// <summary>Gives the push that is next a row: it waits there.</summary>
    public void Queue(SqliteSession session, PackedPush push, bool isHead)
    {
        Begin(session, push);
        if (_openIds.Contains(ToUInt128(push)))
            SetAside(session, push);
        else
            PushRows.Queue(session, push, isHead ? push.ReceivedAt : null);
    }

    /// <summary>Ends a push at its first attempt. False: it is not claimed here.</summary>
    public bool TryEnd(SqliteSession session, ClaimedPush claim, int state, long endedAt, string? detail)
    {
        if (!IsHeld(claim))
            return false;
        var push = Close(session, claim.Handle);
        _ended.Add((push, state, endedAt, detail));
        if (push.HasFollower)
            MailboxQueue.Promote(session, push.Mailbox);
        return true;
    }

    /// <summary>Gives a claimed push a row of its own, if it is one without.</summary>
    public void Index(SqliteSession session, ClaimedPush claim)
    {
        if (IsHeld(claim))
            Index(session, claim.Handle);
    }

    /// <summary>The same for all of them.</summary>
    public void IndexClaimed(SqliteSession session)
    {
        WriteEnded(session);
        foreach (var seq in _open.Keys.ToList())
            Index(session, seq);
    }

    /// <summary>The same for those whose lease is over.</summary>
    public void IndexExpired(SqliteSession session, long now)
    {
        if (_soonest > now)
            return;
        foreach (var seq in _open.Values.Where(push => push.Until <= now).Select(push => push.Seq).ToList())
            Index(session, seq);
        _soonest = _open.Count == 0 ? long.MaxValue : _open.Values.Min(push => push.Until);
    }

    /// <summary>
    /// Deletes the rows of an app of which some pushes are claimed; returns how many pushes had no row of their own. Their holders
    /// find them gone.
    /// </summary>
    public int EraseBegun(SqliteSession session, string app)
    {
        WriteEnded(session);
        var erased = 0;
        foreach (var row in _begun.Values.Where(row => row.App == app).ToList())
        {
            session.Enlist(this);
            foreach (var push in row.Pushes.Take(row.Taken).Where(push => _open.ContainsKey(push.Seq)))
            {
                Close(session, push.Seq);
                DropTraces(session, push.Seq);
                if (push.HasFollower)
                    MailboxQueue.Promote(session, push.Mailbox);
                erased++;
            }

            erased += row.Pushes.Count - row.Taken;
            row.Taken = row.Pushes.Count;
            Drop(session, row);
        }

        return erased;
    }

    /// <summary>Deletes a row, unless one of its pushes is claimed; returns how many pushes it held.</summary>
    public int Erase(SqliteSession session, long n)
    {
        if (_begun.ContainsKey(n))
            return 0;
        session.Enlist(this);
        if (_next?.N == n)
            _next = null;
        var count = session.Scalar(CountIn, n) as long? ?? 0;
        return session.Execute(DropRow, n) == 0 ? 0 : (int)Math.Clamp(count, 1, int.MaxValue);
    }

    public void Complete(SqliteSession session)
    {
        WriteEnded(session);
        Save(session);
    }

    public void Committed()
    {
        // What is here is what is in the file.
    }

    public void RolledBack() => _isLoaded = false;

    // What is noted of a push that has no row.
    private static void DropTraces(SqliteSession session, long seq)
    {
        session.Execute(DropSends, seq);
        session.Execute(DropReply, seq);
    }

    private static UInt128 ToUInt128(PackedPush push) => MemoryMarshal.Read<UInt128>(push.Id.Span);

    private static bool HasId(SqliteSession session, PackedPush push)
    {
        var statement = session.Statement(IdExists);
        statement.Bind(1, push.Id.Span);
        var found = statement.Step();
        statement.Reset();
        return found;
    }

    private static void SetAside(SqliteSession session, PackedPush push) => UnreadablePush.Keep(
        session, push.Row.App, push.Row.N, push.Bytes.Span, push.ReceivedAt, "its id is that of another push", push.Seq);

    private void Open(PackedPush push)
    {
        push.Row.Open++;
        _open.Add(push.Seq, push);
        _openIds.Add(ToUInt128(push));
        if (push.Mailbox is { } mailbox)
            _heads[mailbox] = push;
        _soonest = Math.Min(_soonest, push.Until);
    }

    private PackedPush Close(SqliteSession session, long seq)
    {
        session.Enlist(this);
        _open.Remove(seq, out var push);
        _openIds.Remove(ToUInt128(push!));
        if (push!.Mailbox is { } mailbox)
            _heads.Remove(mailbox);
        push.Row.Open--;
        return push;
    }

    // Those of one transaction together, and the rows that become empty first: what is deleted is overwritten, and the pages
    // of the old rows become those of the new ones instead of being written for that.
    private void WriteEnded(SqliteSession session)
    {
        foreach (var (push, _, _, _) in _ended)
            Drop(session, push.Row);
        foreach (var (push, state, endedAt, detail) in _ended)
            PushRows.End(session, push, state, endedAt, detail);
        _ended.Clear();
    }

    private void Index(SqliteSession session, long seq)
    {
        var push = Close(session, seq);
        PushRows.Hold(session, push, push.Until);
        Drop(session, push.Row);
    }
}
