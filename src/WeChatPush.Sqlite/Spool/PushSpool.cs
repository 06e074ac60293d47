using Microsoft.Data.Sqlite;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Spool;

/// <summary>The spool, as a table of the embedded store.</summary>
internal sealed class PushSpool : IPushSpool
{
    // What the shared store knows of a nonce counts when it takes the push. Until then this table is all that can be asked.
    private const string TiedToAnother = "SELECT 1 FROM spool WHERE nonce = $1 AND key <> $2 LIMIT 1";

    // Of no app at all, so no transfer would ever find it.
    private const string WithoutApp = "SELECT seq FROM spool WHERE unreadable = 0 AND typeof(app) <> 'text'";

    // Whether it can be read is not known of these, so they are looked at.
    private const string ReadAgain = "UPDATE spool SET unreadable = 0 WHERE typeof(unreadable) <> 'integer' OR unreadable NOT IN (0, 1)";

    private const int MaxLooks = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly SqliteStore _store;
    private readonly int _capacity;
    private readonly Func<long> _maxBytes;

    // What the shared store does not have yet, so that the receive path need not ask the table. Counted up before the
    // insert and down once the shared store has answered: a push can be believed to be missing there when it is not,
    // never the other way round.
    private readonly SpoolCounts _counts = new();
    private readonly BroadcastEvent _released = new();

    /// <param name="store">The file.</param>
    /// <param name="capacity">How many pushes it takes: each costs memory as well.</param>
    /// <param name="maxBytes">How many bytes of bodies it takes, at the time of asking.</param>
    public PushSpool(SqliteStore store, int capacity, Func<long> maxBytes)
    {
        (_store, _capacity, _maxBytes) = (store, capacity, maxBytes);
        SpoolSchema.Migrate(store);
        Recount();
    }

    /// <inheritdoc/>
    public int Count => _counts.Count;

    /// <inheritdoc/>
    public long Bytes => _counts.Bytes;

    /// <inheritdoc/>
    public bool IsFull => Count >= _capacity || Bytes >= _maxBytes();

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Apps => _counts.Apps;

    /// <inheritdoc/>
    public int CountOf(string app) => _counts.CountOf(app);

    /// <inheritdoc/>
    public bool Holds(string app, string? openId) => _counts.Holds(app, openId);

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        if (IsFull)
            throw new StoreUnavailableException($"the spool holds {Count} pushes of {Bytes} bytes and takes no more");

        // A disk that hangs must not hold the request; what it does in the end is counted all the same.
        return await KeepAsync(push, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<List<SpooledPush>> PeekAsync(string app, int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (items, unreadable) = await _store.ReadAsync(session => SpoolRows.Read(session, app, max), cancellationToken);
            if (unreadable.Count == 0)
                return items;
            foreach (var row in unreadable)
                await SetAsideAsync(row);
        }
    }

    /// <inheritdoc/>
    public Task Released => _released.Next;

    /// <inheritdoc/>
    public void Release(IReadOnlyCollection<SpooledPush> taken)
    {
        foreach (var item in taken)
            Note(item.Push, -1);
        _released.Set();
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(IReadOnlyCollection<SpooledPush> released)
    {
        if (released.Count == 0)
            return;
        try
        {
            await _store.WriteAsync(session =>
            {
                foreach (var item in released)
                    SpoolRows.Remove(session, item.Seq);
                return released.Count;
            });
        }
        catch
        {
            foreach (var item in released)
                Note(item.Push, +1);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        // What waits for the shared store is erased there: it may be on its way already.
        var user = new NamedUser(openId);
        var waiting = 0;
        for (var looks = 0; await SpoolErasure.FindAsync(_store, app, user, cancellationToken) is { Count: > 0 } found; looks++)
        {
            waiting = Math.Max(waiting, found.Count);
            if (looks == MaxLooks)
                throw new StoreUnavailableException("the spool still holds pushes of the user: ask again when the shared store has them");
            await Task.Delay(LookAgain, cancellationToken);
        }

        return new() { Spooled = waiting + await SpoolErasure.RunAsync(_store, app, user, cancellationToken) };
    }

    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        // The same as for a user. However many wait, they become fewer while the shared store takes them.
        var waiting = await SpoolErasure.CountWaitingAsync(_store, app, cancellationToken);
        var left = waiting;
        for (var looks = 0; left > 0; looks++)
        {
            if (looks == MaxLooks)
                throw new StoreUnavailableException("the spool still holds pushes of the app: ask again when the shared store has them");
            await Task.Delay(LookAgain, cancellationToken);
            var now = await SpoolErasure.CountWaitingAsync(_store, app, cancellationToken);
            (looks, left) = (now < left ? 0 : looks, now);
        }

        var unreadable = await SpoolErasure.EraseUnreadableAsync(_store, app, cancellationToken);
        var erased = await AppTables.EraseAsync(_store, app, log: null, cancellationToken);
        return erased.Add(new() { Spooled = StoredValues.ToInt(waiting) + unreadable });
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => _store.CutLogAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) =>
        _store.FindProblemAsync(cancellationToken);

    /// <summary>
    /// Takes in what a step moves here from elsewhere in the file, whatever the limits: it is on this disk already.
    /// </summary>
    public async Task<int> ImportAsync(Func<SqliteSession, List<IncomingPush>> move)
    {
        List<IncomingPush> moved = [];
        try
        {
            return await _store.WriteAsync(session =>
            {
                // A step may run twice.
                moved.ForEach(push => Note(push, -1));
                moved = [];
                moved = move(session);
                moved.ForEach(push => Note(push, +1));
                return moved.Count;
            });
        }
        catch
        {
            moved.ForEach(push => Note(push, -1));
            throw;
        }
    }

    private async Task<AppendOutcome> KeepAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        Note(push, +1);
        AppendOutcome outcome;
        try
        {
            outcome = await _store.WriteAsync(session => Keep(session, push, cancellationToken));
        }
        catch
        {
            Note(push, -1);
            throw;
        }

        if (outcome != AppendOutcome.Stored)
            Note(push, -1);
        return outcome;
    }

    private static AppendOutcome Keep(SqliteSession session, IncomingPush push, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return AppendOutcome.Abandoned;
        var key = KeyBytes.From(push.Key);
        if (push.Nonce is { } nonce && session.Scalar(TiedToAnother, KeyBytes.From(nonce.Key), key) is not null)
            return AppendOutcome.NonceReused;
        return SpoolRows.Insert(session, push, key) ? AppendOutcome.Stored : AppendOutcome.Duplicate;
    }

    // It cannot be given to the shared store, and lies there for an operator; what is behind it goes on.
    private async Task SetAsideAsync(UnreadableSpoolRow row)
    {
        await _store.WriteAsync(session => SpoolRows.SetAside(session, row.Seq, row.App, row.Reason));
        _counts.Add(row.App, row.OpenId, -1, -row.Bytes);
    }

    private void Recount()
    {
        Wait(_store.WriteAsync(session => session.Execute(ReadAgain)));
        var lost = Wait(_store.ReadAsync(session => SpoolRows.ReadNumbers(session, WithoutApp), CancellationToken.None));
        if (lost.Count > 0)
            Wait(_store.WriteAsync(session => lost.Sum(seq => SpoolRows.SetAside(session, seq, "-", "app is no text"))));
        Wait(_store.ReadAsync(session => SpoolRows.Count(session, _counts), CancellationToken.None));
    }

    private static T Wait<T>(ValueTask<T> step) => step.AsTask().GetAwaiter().GetResult();

    private void Note(IncomingPush push, int by) => _counts.Add(push.App, push.OpenId, by, by * (long)push.Body.Length);
}
