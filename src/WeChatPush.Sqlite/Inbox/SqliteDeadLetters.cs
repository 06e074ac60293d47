using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Dead letters for bulk work, in the embedded inbox.</summary>
internal sealed class SqliteDeadLetters : IDeadLetterStore
{
    // The reason of one that could not be read stands in its timeline alone.
    private const string Columns = """
        SELECT seq, id, msg_type, event, open_id, received_at, ended_at, coalesce(
            nullif(CAST(end_note AS TEXT), ''),
            (SELECT CAST(t.detail AS TEXT) FROM timeline t WHERE t.seq = push.seq AND t.what = 'dead' ORDER BY t.n DESC LIMIT 1),
            '')
        FROM push INDEXED BY push_dead WHERE app = $1 AND state = 4
        """;

    private const string Forwards = $"{Columns} AND seq > $2 ORDER BY seq LIMIT $3";
    private const string Backwards = $"{Columns} AND seq < $2 ORDER BY seq DESC LIMIT $3";
    private const string CountDead = "SELECT count(*) FROM push INDEXED BY push_dead WHERE app = $1 AND state = 4";

    private readonly SqliteStore _store;
    private readonly SqliteInbox _inbox;
    private readonly TimeProvider _time;

    /// <summary>Brings the table of progress up to date.</summary>
    public SqliteDeadLetters(SqliteStore store, SqliteInbox inbox, TimeProvider time)
    {
        (_store, _inbox, _time) = (store, inbox, time);
        store.Migrate("bulk", BulkRows.Version1);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset> ReadClockAsync(string app, CancellationToken cancellationToken) =>
        ValueTask.FromResult(StoredValues.ToTime(Now));

    /// <inheritdoc/>
    public async ValueTask<int> CountAsync(string app, CancellationToken cancellationToken) =>
        StoredValues.ToInt(await _store.ReadAsync(session => session.Number(CountDead, app) ?? 0, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<DeadLetterPage> ReadAsync(string app, long after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(Forwards, app, after, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeadLetterPage> ReadNewestAsync(string app, long before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(Backwards, app, before, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BulkProgress> FindProgressAsync(string app, string work, CancellationToken cancellationToken) =>
        _store.ReadAsync(session => BulkRows.Find(session, app, work).Progress, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BulkProgress?> HoldAsync(
        string app, string work, string holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => BulkRows.Hold(session, app, work, holder, lease, now));
    }

    /// <inheritdoc/>
    public ValueTask<BulkProgress> StopAsync(string app, string work, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => BulkRows.Stop(session, app, work, now));
    }

    /// <inheritdoc/>
    public async ValueTask<BulkProgress?> ApplyAsync(string app, BulkStep step, CancellationToken cancellationToken)
    {
        var now = Now;
        var progress = await _store.WriteAsync(session => BulkRows.Apply(session, app, step, now));
        if (step.Kind is OperationKind.Replay && step.Positions.Count > 0)
            _inbox.SignalWork();
        return progress;
    }

    /// <summary>Forgets progress that nothing has changed for long enough; returns how many rows went.</summary>
    public ValueTask<int> SweepAsync(int max)
    {
        var before = Now - (long)IDeadLetterStore.ProgressMemory.TotalMilliseconds;
        return _store.WriteAsync(session => BulkRows.Sweep(session, before, max));
    }

    private ValueTask<DeadLetterPage> ReadAsync(string query, string app, long from, int limit, CancellationToken cancellationToken) =>
        _store.ReadAsync(
            session =>
            {
                var items = new List<DeadLetter>(limit);
                var (count, last) = (0, 0L);
                using var rows = session.Prepare(query, app, from, limit).ExecuteReader();
                while (rows.Read())
                {
                    (count, last) = (count + 1, rows.GetInt64(0));
                    items.Add(Read(rows));
                }

                return new DeadLetterPage(items, count < limit ? null : last);
            },
            cancellationToken);

    private static DeadLetter Read(SqliteDataReader row) => new()
    {
        Position = row.GetInt64(0),
        Id = Convert.ToHexStringLower(row.Bytes(1)),
        MsgType = row.Text(2),
        Event = row.OptionalText(3),
        OpenId = row.OptionalText(4),
        ReceivedAt = row.Time(5),
        DiedAt = row.Time(6),
        Reason = row.Text(7),
    };
}
