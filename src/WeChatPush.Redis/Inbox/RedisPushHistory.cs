using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>What operators see of the inbox in Redis.</summary>
internal sealed class RedisPushHistory(RedisInbox inbox, TimeProvider time) : IPushHistory
{
    private const int MaxPage = 200;

    private readonly RedisClock _clock = new(time);

    public async ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(app, cancellationToken);
        return await new RedisPushSearch(inbox, app, filter, time).ListAsync(
            Cursor.Parse(filter.Cursor), Math.Clamp(filter.Limit, 1, MaxPage), cancellationToken);
    }

    public async ValueTask<PushCount> CountAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(app, cancellationToken);
        return await new RedisPushSearch(inbox, app, filter, time).CountAsync(cancellationToken);
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
            await inbox.RunAsync(RedisScripts.SetAside, app, [_clock.Now, parts[2].ToLong(), RedisValue.EmptyString, RedisPushSearch.Unreadable]);
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

    private async Task<int> ReplayAsync(string app, RedisValue id, RedisValue[] dead, ReplayRequest request)
    {
        var words = request.Reason is null ? $"by {request.Actor}" : $"by {request.Actor}: {request.Reason}";
        return (int)await inbox.RunAsync(RedisScripts.Replay, app, [_clock.Now, id, words, .. dead]);
    }
}
