using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>Dead letters for bulk work, in Redis.</summary>
internal sealed class RedisDeadLetters(RedisInbox inbox, TimeProvider time) : IDeadLetterStore
{
    private static readonly BulkProgress Nothing = new(0, 0, 0, false);

    private readonly RedisClock _clock = new(time);

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> ReadClockAsync(string app, CancellationToken cancellationToken) =>
        StoredNumbers.ToTime((await inbox.RunAsync(RedisScripts.ReadClock, app, [_clock.Now])).ToLong());

    /// <inheritdoc/>
    public async ValueTask<int> CountAsync(string app, CancellationToken cancellationToken) =>
        ((RedisResult[])(await inbox.RunAsync(RedisScripts.Count, app, [_clock.Now]))!)[3].ToInt();

    /// <inheritdoc/>
    public ValueTask<DeadLetterPage> ReadAsync(string app, long after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(app, after, isNewestFirst: false, limit);

    /// <inheritdoc/>
    public ValueTask<DeadLetterPage> ReadNewestAsync(string app, long before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(app, before, isNewestFirst: true, limit);

    /// <inheritdoc/>
    public async ValueTask<BulkProgress> FindProgressAsync(string app, string work, CancellationToken cancellationToken) =>
        Read(await inbox.RunAsync(RedisScripts.FindProgress, app, [_clock.Now, work])) ?? Nothing;

    /// <inheritdoc/>
    public async ValueTask<BulkProgress?> HoldAsync(
        string app, string work, string holder, TimeSpan lease, CancellationToken cancellationToken) =>
        Read(await inbox.RunAsync(
            RedisScripts.HoldBulk, app, [_clock.Now, work, Memory, holder, (long)lease.TotalMilliseconds]));

    /// <inheritdoc/>
    public async ValueTask<BulkProgress> StopAsync(string app, string work, CancellationToken cancellationToken) =>
        Read(await inbox.RunAsync(RedisScripts.StopBulk, app, [_clock.Now, work, Memory])) ?? Nothing;

    /// <inheritdoc/>
    public async ValueTask<BulkProgress?> ApplyAsync(string app, BulkStep step, CancellationToken cancellationToken) =>
        Read(await inbox.RunAsync(
            RedisScripts.ApplyBulk,
            app,
            [
                _clock.Now, step.Work, Memory, step.Holder, (long)step.Lease.TotalMilliseconds, step.From, step.To,
                step.DeadUntil.ToUnixTimeMilliseconds(), step.Kind is OperationKind.Replay ? 1 : 0, step.Words,
                .. step.Positions.Select(position => (RedisValue)position),
            ]));

    private static RedisValue Memory => (long)IDeadLetterStore.ProgressMemory.TotalMilliseconds;

    // Of a push that is damaged the list of pushes makes one that can be read.
    private async ValueTask<DeadLetterPage> ReadAsync(string app, long from, bool isNewestFirst, int limit)
    {
        var bound = from == long.MaxValue ? "+inf" : $"({from}";
        var page = (RedisResult[])(await inbox.RunAsync(
            RedisScripts.ReadDead, app, [_clock.Now, bound, isNewestFirst ? 1 : 0, limit]))!;
        var items = new List<DeadLetter>(limit);
        for (var i = 2; i < page.Length; i += 3)
        {
            var push = RedisPush.Read((byte[]?)page[i + 1] ?? []);
            if (push.IsReadable)
                items.Add(ToDeadLetter(page[i].ToLong(), push, (string?)page[i + 2] ?? ""));
        }

        return new(items, page[0].ToInt() < limit ? null : page[1].ToLong());
    }

    private static DeadLetter ToDeadLetter(long position, RedisPush push, string line) => new()
    {
        Position = position,
        Id = push.Id,
        MsgType = push.MsgType,
        Event = push.Event,
        OpenId = push.OpenId,
        ReceivedAt = push.ReceivedAt,
        DiedAt = push.EndedAt ?? push.ReceivedAt,
        Reason = RedisSend.ReadLine(line).Detail ?? "",
    };

    private static BulkProgress? Read(RedisResult answer)
    {
        if (answer.IsNull)
            return null;
        var parts = (RedisResult[])answer!;
        return new(parts[0].ToLong(), parts[1].ToInt(), parts[2].ToInt(), parts[3].ToInt() == 1);
    }
}
