using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Looks through an app's pushes, range by range, from the newest backwards, for as long as <see cref="SearchLimit"/> allows.
/// </summary>
internal sealed class PushSearch(SqliteStore store, string app, PushFilter filter, TimeProvider time)
{
    // A range is read in some tens of milliseconds, where no text is looked for.
    private const int RangeSize = 50_000;

    // Nothing that is stored much later than it was received lies before what was received later.
    private static readonly TimeSpan StoreDelay = TimeSpan.FromMinutes(5);

    private const string Last = "SELECT max(seq) FROM push";
    private const string Newest = "SELECT received_at FROM push WHERE seq < $1 ORDER BY seq DESC LIMIT 1";
    private const string Oldest = "SELECT received_at FROM push WHERE seq >= $1 ORDER BY seq LIMIT 1";
    private const string Body = "SELECT CAST(body AS BLOB) FROM push_body WHERE seq = $1";

    private readonly SearchLimit _limit = new(time);
    private readonly PushTextMatch? _text = filter.Text is { } text ? new(text) : null;
    private readonly List<PushSummary> _items = [];
    private int _count;

    /// <summary>A page of what matches.</summary>
    public async ValueTask<PushPage> ListAsync(long before, int limit, CancellationToken cancellationToken)
    {
        var left = await RunAsync(before, limit, cancellationToken);
        if (left is not { } end)
            return new PushPage(_items, null);
        var page = new PushPage(_items, Cursor.Format(end));
        return _items.Count == limit ? page : page with { SearchedUntil = await ReadTimeAsync(end, cancellationToken) };
    }

    /// <summary>How many match.</summary>
    public async ValueTask<PushCount> CountAsync(CancellationToken cancellationToken)
    {
        var left = await RunAsync(long.MaxValue, null, cancellationToken);
        return new PushCount(_count, left is { } end ? await ReadTimeAsync(end, cancellationToken) : null);
    }

    // Answers the number below which was not looked; nothing: there is no more.
    private async ValueTask<long?> RunAsync(long before, int? limit, CancellationToken cancellationToken)
    {
        var upper = Math.Min(before, 1 + await store.ReadAsync(session => session.Scalar(Last) as long? ?? 0, cancellationToken));
        while (upper > 0)
        {
            var (below, from) = (upper, PushQuery.HasOwnIndex(filter.State) ? 0 : Math.Max(0, upper - RangeSize));
            var (stopped, isOver) = await store.ReadAsync(session => Look(session, below, from, limit), cancellationToken);
            if (isOver)
                return null;
            upper = stopped ?? from;
            if (stopped is not null || (upper > 0 && _limit.IsReached))
                return upper;
        }

        return null;
    }

    // Answers where it stopped within the range, and whether nothing behind the range can match.
    private (long? Stopped, bool IsOver) Look(SqliteSession session, long before, long from, int? limit)
    {
        if (limit is null && _text is null)
        {
            using var count = PushQuery.Count(session, app, filter, before, from);
            _count += (int)(long)count.ExecuteScalar()!;
        }
        else if (ReadRows(session, before, from, limit) is { } stopped)
        {
            return (stopped, false);
        }

        var isOver = from == 0 || session.Scalar(Newest, from) is not long newest
            || (filter.Since is { } since && newest < (since - StoreDelay).ToUnixTimeMilliseconds());
        return (null, isOver);
    }

    private long? ReadRows(SqliteSession session, long before, long from, int? limit)
    {
        using var command = PushQuery.List(session, app, filter, before, from, int.MaxValue);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var seq = reader.GetInt64(0);
            if (_items.Count == limit || _limit.IsReached)
                return seq + 1;
            if (_text is not null)
            {
                _limit.Open();
                if (!_text.IsIn(session.Scalar(Body, seq) as byte[] ?? []))
                    continue;
            }

            _count++;
            if (limit is not null)
                _items.Add(PushQuery.ReadSummary(reader));
        }

        return null;
    }

    private ValueTask<DateTimeOffset?> ReadTimeAsync(long from, CancellationToken cancellationToken) => store.ReadAsync<DateTimeOffset?>(
        session => session.Scalar(Oldest, from) is long at && StoredValues.IsTime(at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        cancellationToken);
}
