using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>Walks through an app's pushes from the newest backwards, slice by slice, as far as a request may.</summary>
internal sealed class RedisPushSearch(RedisInbox inbox, string app, PushFilter filter, TimeProvider time)
{
    /// <summary>Why a push is set aside before it is shown.</summary>
    public const string Unreadable = "it is no push that this version knows";

    // How much is looked at with one step, with and without the bodies, and at most for one page: a filter that matches nothing
    // must not walk for minutes. A page may then be short and still have a next one.
    private const int Slice = 500;
    private const int WholeSlice = 50;
    private const int MaxLooked = 100_000;

    // The sequence number is the server's time of arrival, ReceivedAt is the receiving instance's.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private readonly RedisClock _clock = new(time);
    private readonly SearchLimit _limit = new(time);
    private readonly PushTextMatch? _text = filter.Text is { } text ? new(text) : null;
    private readonly List<PushSummary> _items = [];
    private int _count;

    /// <summary>A page of what matches.</summary>
    public async ValueTask<PushPage> ListAsync(long before, int limit, CancellationToken cancellationToken)
    {
        var left = await RunAsync(before, limit, filter.IsSearch ? int.MaxValue : MaxLooked, cancellationToken);
        if (left is not { } end)
            return new PushPage(_items, null);
        var page = new PushPage(_items, Cursor.Format(end));
        return _items.Count == limit ? page : page with { SearchedUntil = ToTime(end) };
    }

    /// <summary>How many match.</summary>
    public async ValueTask<PushCount> CountAsync(CancellationToken cancellationToken)
    {
        var left = await RunAsync(long.MaxValue, null, int.MaxValue, cancellationToken);
        return new PushCount(_count, left is { } end ? ToTime(end) : null);
    }

    // Answers the number below which was not looked; nothing: there is no more.
    private async ValueTask<long?> RunAsync(long before, int? limit, int maxLooked, CancellationToken cancellationToken)
    {
        // Stored at or after it was received, so nothing that lies further back can match.
        var from = filter.Since is { } since ? Math.Max(0, (since - ClockDifference).ToUnixTimeMilliseconds() * 1000) : 0;
        var index = filter.State switch
        {
            PushState.Queued or PushState.Processing or PushState.Retrying => "open",
            PushState.Dead => "dead",
            _ => "index",
        };
        var isBounded = limit is null || filter.IsSearch;
        var size = _text is null ? Slice : WholeSlice;
        for (var looked = 0; looked < maxLooked; looked += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isBounded && looked > 0 && _limit.IsReached)
                return before;
            var upper = before == long.MaxValue ? "+inf" : string.Create(CultureInfo.InvariantCulture, $"({before}");
            var slice = (RedisResult[])(await inbox.RunAsync(
                RedisScripts.List,
                app,
                [_clock.Now, index, upper, from, size, _text is null ? 0 : 1, filter.ErrCode ?? RedisValue.EmptyString]))!;
            for (var i = 2; i < slice.Length; i += 2)
            {
                var push = await ReadAsync(slice[i].ToLong(), (byte[]?)slice[i + 1] ?? []);
                if (!Matches(push))
                    continue;
                if (_items.Count == limit)
                    return before;
                _count++;
                if (limit is not null)
                    _items.Add(ToSummary(push));
                before = slice[i].ToLong();
            }

            if ((int)slice[0] < size)
                return null;
            before = slice[1].ToLong();
        }

        return before;
    }

    private bool Matches(RedisPush push)
    {
        var matches = (filter.State is null || filter.State == push.State)
            && (filter.MsgType is null || push.MsgType.Equals(filter.MsgType, StringComparison.OrdinalIgnoreCase))
            && (filter.Event is null || filter.Event.Equals(push.Event, StringComparison.OrdinalIgnoreCase))
            && (filter.OpenId is null || filter.OpenId == push.OpenId)
            && (filter.Since is null || push.ReceivedAt >= filter.Since)
            && (filter.Until is null || push.ReceivedAt < filter.Until);
        if (!matches || _text is null)
            return matches;
        _limit.Open();
        return _text.IsIn(push.Body);
    }

    // What cannot be read becomes a dead letter that can, before it is shown.
    private async ValueTask<RedisPush> ReadAsync(long seq, byte[] bytes)
    {
        var push = RedisPush.Read(bytes);
        if (push.IsReadable)
            return push;
        await inbox.RunAsync(RedisScripts.SetAside, app, [_clock.Now, seq, RedisValue.EmptyString, Unreadable]);
        var again = (RedisResult[])(await inbox.RunAsync(RedisScripts.List, app, [_clock.Now, "index", seq, seq, 1]))!;
        return again.Length > 3 ? RedisPush.Read((byte[]?)again[3] ?? []) : push;
    }

    private static DateTimeOffset ToTime(long seq) => DateTimeOffset.FromUnixTimeMilliseconds(seq / 1000);

    private static PushSummary ToSummary(RedisPush push) => new()
    {
        Id = push.Id,
        State = push.State,
        MsgType = push.MsgType,
        Event = push.Event,
        OpenId = push.OpenId,
        CreateTime = push.CreateTime,
        ReceivedAt = push.ReceivedAt,
        Attempts = push.Attempts,
    };
}
