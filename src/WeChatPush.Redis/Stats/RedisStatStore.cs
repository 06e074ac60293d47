using System.Globalization;
using System.Text;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Stats;

namespace WeChatPush.Redis.Stats;

/// <summary>
/// What was counted, in Redis: a hash for each app and day, which runs out by itself, with a field for each slot and instance. The
/// starts of all instances are in a sorted set of the fleet.
/// </summary>
internal sealed class RedisStatStore(RedisConnection redis) : IStatStore
{
    private const int MaxRestarts = 1000;

    // A script blocks all other clients: what one call reads.
    private const int DaysAtOnce = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly RedisKey[] Fleet = ["{wechatpush}"];
    private static readonly RedisScript WriteScript = Load("write_stats");
    private static readonly RedisScript ReadScript = Load("read_stats");
    private static readonly RedisScript NoteScript = Load("note_restart");
    private static readonly RedisScript ReadRestartsScript = Load("read_restarts");
    private static readonly RedisScript SweepScript = Load("sweep_restarts");

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyCollection<StatRow> rows, TimeSpan keep, CancellationToken cancellationToken)
    {
        // The key is written to for a day, and its last row must be kept as long.
        var life = (long)(keep + Day).TotalMilliseconds;
        foreach (var app in rows.GroupBy(row => row.App, StringComparer.Ordinal))
        {
            RedisValue[] arguments =
                [life, .. app.SelectMany(row => new RedisValue[] { DayOf(row.At), $"{Milliseconds(row.At)}:{row.Instance}", row.Content })];
            await redis.EvaluateAsync(WriteScript, Tag(app.Key), arguments, Timeout);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StatRow>> ReadAsync(
        string app, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var found = new List<StatRow>();
        var (first, last) = (DayOf(from), DayOf(to - TimeSpan.FromMilliseconds(1)));
        for (var day = first; day <= last; day += DaysAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RedisValue[] days = [.. Enumerable.Range(0, DaysAtOnce).Select(i => day + i).Where(one => one <= last).Select(one => (RedisValue)one)];
            var answer = (RedisValue[])(await redis.EvaluateAsync(ReadScript, Tag(app), days, Timeout))!;
            for (var i = 0; i + 1 < answer.Length; i += 2)
            {
                if (Split(answer[i].ToString(), ':') is var (at, instance) && at >= from && at < to)
                    found.Add(new(app, at, instance, (byte[])answer[i + 1]!));
            }
        }

        return [.. found.OrderBy(row => row.At).ThenBy(row => row.Instance, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask NoteRestartAsync(StatRestart restart, CancellationToken cancellationToken) => await redis.EvaluateAsync(
        NoteScript,
        Fleet,
        [Milliseconds(restart.At), $"{Milliseconds(restart.At)} {restart.Instance} {restart.Version}", MaxRestarts],
        Timeout);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StatRestart>> ReadRestartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var entries = (string[])(await redis.EvaluateAsync(
            ReadRestartsScript, Fleet, [Milliseconds(from), Milliseconds(to)], Timeout))!;
        var found = new List<StatRestart>();
        foreach (var entry in entries)
        {
            if (Split(entry, ' ') is var (at, rest) && rest.LastIndexOf(' ') is > 0 and var blank)
                found.Add(new(at, rest[..blank], rest[(blank + 1)..]));
        }

        return found;
    }

    /// <summary>Forgets the starts; the figures run out by themselves.</summary>
    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        await redis.EvaluateAsync(SweepScript, Fleet, [Milliseconds(before)], Timeout);
        return 0;
    }

    // What is written in another way is not ours, and nothing.
    private static (DateTimeOffset At, string Text)? Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is > 0 and var end
        && long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && StoredNumbers.IsTime(at)
            ? (StoredNumbers.ToTime(at), text[(end + 1)..])
            : null;

    private static long DayOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / (long)Day.TotalSeconds;

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static RedisKey[] Tag(string app) => [Encoding.UTF8.GetBytes($"{{{app}}}")];

    private static RedisScript Load(string name) => RedisScript.From("", $"Scripts/Stats/{name}.lua");
}
