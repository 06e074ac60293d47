using System.Buffers;
using System.Runtime.InteropServices;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// What arrives, as it is written before the answer: an app's pushes of one commit in one row of <c>arrival</c>, their keys
/// in one row of <c>arrival_key</c>. Both grow at their end, so a commit touches a handful of pages however much is
/// stored. Pushes are claimed as they lie there (<see cref="PackedPushes"/>); <see cref="AppendLogIndexer"/> unpacks them
/// into the tables of the inbox when a caller reads pushes.
/// </summary>
internal sealed class AppendLog : ISqliteBatchPart
{
    private const string InsertPushes = "INSERT INTO arrival (n, app, at, count, pushes) VALUES ($5, $1, $2, $3, $4)";
    private const string InsertKeys = "INSERT INTO arrival_key (until, keys, app) VALUES ($1, $2, $3)";
    private const string Keys = "SELECT until, keys FROM arrival_key WHERE until > $1";
    private const string KeysOfAwaiting = "SELECT until, key FROM seen WHERE until > $1";
    private const int KeySize = PushKey.Size + sizeof(long);

    private readonly DeduplicationIndex _seen = new();
    private readonly Dictionary<string, AppendBatch> _batches = new(StringComparer.Ordinal);
    private readonly List<(UInt128 Key, long Before)> _changed = [];

    /// <summary>Reads the keys that still count from the file.</summary>
    public void Load(SqliteSession session, long now)
    {
        var rows = session.Statement(Keys);
        rows.Bind(1, now);
        while (rows.Step())
        {
            for (var keys = rows.Blob(1); keys.Length >= KeySize; keys = keys[KeySize..])
                _seen.Put(DeduplicationIndex.ToUInt128(keys), BitConverter.ToInt64(keys[PushKey.Size..]), now);
        }

        rows.Reset();
        rows = session.Statement(KeysOfAwaiting);
        rows.Bind(1, now);
        while (rows.Step())
        {
            if (rows.Blob(1) is { Length: PushKey.Size } key)
                _seen.Put(DeduplicationIndex.ToUInt128(key), rows.Int64(0), now);
        }

        rows.Reset();
    }

    /// <summary>Whether the key is new, and if so remembers it with the commit.</summary>
    public bool TryAdd(SqliteSession session, string app, PushKey pushKey, long until, long now) =>
        TryAdd(session, app, DeduplicationIndex.ToUInt128(pushKey), until, now);

    /// <summary>Remembers a nonce with the commit, tied to no push, unless it is known.</summary>
    public bool TryAdd(SqliteSession session, string app, PushNonce nonce, long now) =>
        TryAdd(session, app, DeduplicationIndex.ToUInt128(nonce.Key), UntilOf(nonce, now), now);

    /// <summary>
    /// Ties a nonce to the key of a push with the commit; false: it is known, and not tied to this one. Keys are all that
    /// is kept here, so the tie is a key of its own: the two are hashes, and their exclusive or belongs to no other pair.
    /// </summary>
    public bool TryTie(SqliteSession session, string app, PushNonce nonce, PushKey pushKey, long now)
    {
        var tie = DeduplicationIndex.ToUInt128(nonce.Key) ^ DeduplicationIndex.ToUInt128(pushKey);
        if (!TryAdd(session, app, nonce, now))
            return _seen.Until(tie) > now;
        TryAdd(session, app, tie, UntilOf(nonce, now), now);
        return true;
    }

    private static long UntilOf(PushNonce nonce, long now) => now + (long)nonce.Window.TotalMilliseconds;

    private bool TryAdd(SqliteSession session, string app, UInt128 key, long until, long now)
    {
        var before = _seen.Until(key);
        if (before > now)
            return false;
        session.Enlist(this);
        _seen.Put(key, until, now);
        _changed.Add((key, before));
        BatchOf(app).Add(key, until);
        return true;
    }

    /// <summary>Writes a push with the commit.</summary>
    public void Add(IncomingPush push, long receivedAt) => BatchOf(push.App).Add(push, receivedAt);

    /// <summary>Forgets the keys of a row of <c>arrival_key</c>, or of <c>seen</c>, with the commit, which deletes it.</summary>
    public void Forget(SqliteSession session, ReadOnlySpan<byte> keys, int size = KeySize)
    {
        session.Enlist(this);
        for (; keys.Length >= size; keys = keys[size..])
        {
            var key = DeduplicationIndex.ToUInt128(keys);
            if (_seen.Until(key) is not 0 and var before)
            {
                _seen.Restore(key, before: 0);
                _changed.Add((key, before));
            }
        }
    }

    public void Complete(SqliteSession session)
    {
        foreach (var (app, batch) in _batches)
        {
            if (batch.HasKeys)
                batch.WriteKeys(session.Statement(InsertKeys), app);
            if (batch.Count > 0)
                batch.Write(session.Statement(InsertPushes), app, PackedPushes.Get(session).NextRowNumber());
        }
    }

    public void Committed() => Clear();

    public void RolledBack()
    {
        for (var i = _changed.Count - 1; i >= 0; i--)
            _seen.Restore(_changed[i].Key, _changed[i].Before);
        Clear();
    }

    private AppendBatch BatchOf(string app)
    {
        if (!_batches.TryGetValue(app, out var batch))
            _batches.Add(app, batch = new AppendBatch());
        return batch;
    }

    private void Clear()
    {
        _changed.Clear();
        foreach (var batch in _batches.Values)
            batch.Clear();
    }

    /// <summary>The pushes of one app in one commit.</summary>
    private sealed class AppendBatch
    {
        private readonly ArrayBufferWriter<byte> _pushes = new();
        private readonly ArrayBufferWriter<byte> _keys = new();
        private long _at;
        private long _until;

        public int Count { get; private set; }

        public bool HasKeys => _keys.WrittenCount > 0;

        public void Add(UInt128 key, long until)
        {
            var span = _keys.GetSpan(KeySize);
            MemoryMarshal.Write(span, key);
            BitConverter.TryWriteBytes(span[PushKey.Size..], until);
            _keys.Advance(KeySize);
            _until = Math.Max(_until, until);
        }

        public void Add(IncomingPush push, long receivedAt)
        {
            AppendLogEntry.Write(_pushes, push, receivedAt);
            _at = Count == 0 ? receivedAt : Math.Min(_at, receivedAt);
            Count++;
        }

        public void Write(SqliteStatement insert, string app, long n)
        {
            insert.Bind(1, app);
            insert.Bind(2, _at);
            insert.Bind(3, Count);
            insert.Bind(4, _pushes.WrittenSpan);
            insert.Bind(5, n);
            insert.Run();
        }

        public void WriteKeys(SqliteStatement insert, string app)
        {
            insert.Bind(1, _until);
            insert.Bind(2, _keys.WrittenSpan);
            insert.Bind(3, app);
            insert.Run();
        }

        public void Clear()
        {
            _pushes.ResetWrittenCount();
            _keys.ResetWrittenCount();
            (Count, _until) = (0, 0);
        }
    }
}
