using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>What operators see of the inbox in Redis.</summary>
internal sealed class RedisPushHistory(RedisInbox inbox, TimeProvider time) : IPushHistory
{
    private const int MaxPage = 200;
    private const string Unreadable = "it is no push that this version knows";

    // How much is looked at with one step, and at most for one page: a filter that matches nothing must not walk for minutes.
    // A page may then be short and still have a next one.
    private const int Slice = 500;
    private const int MaxLooked = 100_000;

    // The sequence number is the server's time of arrival, ReceivedAt is the receiving instance's.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private readonly RedisClock _clock = new(time);

    public async ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(app, cancellationToken);
        var limit = Math.Clamp(filter.Limit, 1, MaxPage);
        var before = Cursor.Parse(filter.Cursor);
        // Stored at or after it was received, so nothing that lies further back can match.
        var from = filter.Since is { } since ? Math.Max(0, (since - ClockDifference).ToUnixTimeMilliseconds() * 1000) : 0;
        var index = filter.State switch
        {
            PushState.Queued or PushState.Processing or PushState.Retrying => "open",
            PushState.Dead => "dead",
            _ => "index",
        };

        var items = new List<PushSummary>();
        for (var looked = 0; looked < MaxLooked;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var upper = before == long.MaxValue ? "+inf" : string.Create(CultureInfo.InvariantCulture, $"({before}");
            var slice = (RedisResult[])(await inbox.RunAsync(RedisScripts.List, app, [_clock.Now, index, upper, from, Slice]))!;
            for (var i = 2; i < slice.Length; i += 2)
            {
                var push = await ReadAsync(app, slice[i].ToLong(), (byte[]?)slice[i + 1] ?? []);
                if (!Matches(filter, push))
                    continue;
                if (items.Count == limit)
                    return new PushPage(items, Cursor.Format(before));
                items.Add(Summary(push));
                before = slice[i].ToLong();
            }

            if ((int)slice[0] < Slice)
                return new PushPage(items, null);
            before = slice[1].ToLong();
            looked += Slice;
        }

        return new PushPage(items, Cursor.Format(before));
    }

    public async ValueTask<PushDetail?> FindAsync(string app, string id, CancellationToken cancellationToken)
    {
        if (!PushId.TryParse(id, out var key))
            return null;
        await inbox.IndexAsync(app, cancellationToken);
        var found = await inbox.RunAsync(RedisScripts.Find, app, [_clock.Now, key]);
        if (found.IsNull)
            return null;

        var parts = (RedisResult[])found!;
        var push = RedisPush.Read((byte[]?)parts[0] ?? []);
        if (!push.IsReadable)
        {
            await inbox.RunAsync(RedisScripts.SetAside, app, [_clock.Now, parts[2].ToLong(), RedisValue.EmptyString, Unreadable]);
            found = await inbox.RunAsync(RedisScripts.Find, app, [_clock.Now, key]);
            if (found.IsNull)
                return null;
            parts = (RedisResult[])found!;
            push = RedisPush.Read((byte[]?)parts[0] ?? []);
        }

        var journal = ((RedisResult[])parts[1]!)
            .Chunk(2)
            .Select(pair => (Field: (string)pair[0]!, Text: (string)pair[1]!))
            .ToLookup(entry => entry.Field.FirstOrDefault(), entry => (Order: Ordinal(entry.Field), entry.Text));
        return new PushDetail
        {
            Id = push.Id,
            State = push.State,
            MsgType = push.MsgType,
            Event = push.Event,
            OpenId = push.OpenId,
            CreateTime = push.CreateTime,
            ReceivedAt = push.ReceivedAt,
            Attempts = push.Attempts,
            Body = push.Body,
            Source = push.Source,
            Timeline =
            [
                new TimelineEntry(push.ReceivedAt, "received", null),
                .. journal['t'].OrderBy(entry => entry.Order).Select(entry => RedisSend.ReadLine(entry.Text)),
                .. Unsaid(push, journal['t'].Any()),
            ],
            Sends =
            [
                .. journal['s'].OrderBy(entry => entry.Order).Select(entry => RedisSend.ReadEntry(entry.Text) with
                {
                    MsgId = journal['m'].FirstOrDefault(id => id.Order == entry.Order).Text,
                }),
            ],
        };

        static Version Ordinal(string field) =>
            Version.TryParse(field.StartsWith('t') ? $"{field.AsSpan(1)}.0" : field.AsSpan(Math.Min(1, field.Length)), out var order)
                ? order
                : new Version(0, 0);
    }

    public async ValueTask<bool> ReplayAsync(string app, string id, ReplayRequest request, CancellationToken cancellationToken)
    {
        if (!PushId.TryParse(id, out var key))
            return false;
        await inbox.IndexAsync(app, cancellationToken);
        return await ReplayAsync(app, key, [], request) > 0;
    }

    public async ValueTask<int> ReplayDeadLettersAsync(string app, ReplayRequest request, CancellationToken cancellationToken)
    {
        var dead = new List<RedisValue>();
        for (RedisValue last = 0; ; last = dead[^1])
        {
            cancellationToken.ThrowIfCancellationRequested();
            var some = (RedisValue[])(await inbox.RunAsync(RedisScripts.Dead, app, [_clock.Now, last, 1000]))!;
            dead.AddRange(some);
            if (some.Length < 1000)
                break;
        }

        // A bounded number at a time: receiving continues between the steps. What dies again meanwhile stays dead.
        var total = 0;
        foreach (var some in dead.Chunk(200))
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            total += await ReplayAsync(app, RedisValue.EmptyString, some, request);
        }

        return total;
    }

    public async ValueTask<PushBacklog> CountAsync(string app, CancellationToken cancellationToken)
    {
        var counts = (RedisResult[])(await inbox.RunAsync(RedisScripts.Count, app, [_clock.Now]))!;
        var (open, dead) = (Math.Max(0, counts[0].ToInt()), counts[3].ToInt());
        var processing = Math.Clamp(counts[1].ToInt(), 0, open);
        var retrying = Math.Clamp(counts[2].ToInt(), 0, open - processing);
        return new PushBacklog(open - processing - retrying, processing, retrying, dead);
    }

    // A push that nobody handled has no timeline of its own (settle.lua).
    private static IEnumerable<TimelineEntry> Unsaid(RedisPush push, bool hasTimeline) =>
        !hasTimeline && push is { State: PushState.Done, EndedAt: { } endedAt }
            ? [new TimelineEntry(endedAt, "done", Settlement.NoHandler)]
            : [];

    private static bool Matches(PushFilter filter, RedisPush push) =>
        (filter.State is null || filter.State == push.State)
        && (filter.MsgType is null || push.MsgType.Equals(filter.MsgType, StringComparison.OrdinalIgnoreCase))
        && (filter.Event is null || filter.Event.Equals(push.Event, StringComparison.OrdinalIgnoreCase))
        && (filter.OpenId is null || filter.OpenId == push.OpenId)
        && (filter.Since is null || push.ReceivedAt >= filter.Since)
        && (filter.Until is null || push.ReceivedAt < filter.Until);

    // What cannot be read becomes a dead letter that can, before it is shown.
    private async ValueTask<RedisPush> ReadAsync(string app, long seq, byte[] bytes)
    {
        var push = RedisPush.Read(bytes);
        if (push.IsReadable)
            return push;
        await inbox.RunAsync(RedisScripts.SetAside, app, [_clock.Now, seq, RedisValue.EmptyString, Unreadable]);
        var again = (RedisResult[])(await inbox.RunAsync(RedisScripts.List, app, [_clock.Now, "index", seq, seq, 1]))!;
        return again.Length > 3 ? RedisPush.Read((byte[]?)again[3] ?? []) : push;
    }

    private static PushSummary Summary(RedisPush push) => new()
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

    private async Task<int> ReplayAsync(string app, RedisValue id, RedisValue[] dead, ReplayRequest request)
    {
        var words = request.Reason is null ? $"by {request.Actor}" : $"by {request.Actor}: {request.Reason}";
        return (int)await inbox.RunAsync(RedisScripts.Replay, app, [_clock.Now, id, words, .. dead]);
    }
}
