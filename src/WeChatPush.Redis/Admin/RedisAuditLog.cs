using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;
using WeChatPush.Admin;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Admin;

/// <summary>The audit of a fleet: a stream in Redis.</summary>
internal sealed partial class RedisAuditLog(RedisConnection redis, TimeProvider time) : IAuditStore
{
    // A script blocks all other clients: what one looks at, and how many one question may take.
    private const int Scanned = 200;
    private const int MaxScans = 250;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisKey[] Tag = ["{wechatpush}"];

    private readonly RedisClock _clock = new(time);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        var fields = new List<RedisValue> { _clock.Now };
        Add("actor", record.Actor);
        Add("role", ((int)record.Role).ToString(CultureInfo.InvariantCulture));
        Add("action", record.Action);
        Add("object", record.Object);
        Add("app", record.App);
        Add("reason", record.Reason);
        Add("before", record.Before);
        Add("after", record.After);
        Add("address", record.Address);
        await redis.EvaluateAsync(RedisAdminScripts.AppendAudit, Tag, [.. fields], Timeout);

        void Add(string name, string? value)
        {
            if (value is not null)
                fields.AddRange([name, value]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AuditPage> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Cursor is not null && !EntryId().IsMatch(filter.Cursor))
            throw new FormatException("The cursor is not one of a page before.");
        var (entries, cursor) = (new List<AuditEntry>(), filter.Cursor ?? "");
        if (filter.Apps is { Count: 0 })
            return new(entries, null);
        for (var scans = 0; scans < MaxScans && entries.Count < filter.Limit; scans++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = (RedisResult[])(await redis.EvaluateAsync(
                RedisAdminScripts.ListAudit, Tag, Arguments(filter, cursor, filter.Limit - entries.Count), Timeout))!;
            entries.AddRange(((RedisResult[])answer[0]!).Select(Read));
            cursor = (string)answer[1]!;
            if (cursor.Length == 0)
                return new(entries, null);
        }

        return new(entries, cursor);
    }

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) =>
        (int)await redis.EvaluateAsync(
            RedisAdminScripts.SweepAudit, Tag, [_clock.Now, before.ToUnixTimeMilliseconds(), max], Timeout);

    private RedisValue[] Arguments(AuditFilter filter, string cursor, int wanted)
    {
        var since = filter.Since?.ToUnixTimeMilliseconds();
        return
        [
            _clock.Now,
            cursor,
            // An id is never older than its entry, unless the clock is not the server's.
            since is { } from && _clock.Now == RedisValue.EmptyString ? Math.Max(0, from) : "-",
            since ?? RedisValue.EmptyString,
            wanted,
            Scanned,
            filter.Actor ?? "",
            filter.Action ?? "",
            .. (filter.Apps ?? []).Select(app => (RedisValue)app),
        ];
    }

    // Whatever can be read of an entry is shown: to hide one would be worse than to show it odd.
    private static AuditEntry Read(RedisResult result)
    {
        var entry = (RedisResult[])result!;
        var values = (RedisValue[])entry[1]!;
        var fields = new Dictionary<string, RedisValue>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < values.Length; i += 2)
            fields[values[i].ToString()] = values[i + 1];
        return new AuditEntry
        {
            Id = (string)entry[0]!,
            At = StoredNumbers.ToTime(fields.GetValueOrDefault("at").ToLong()),
            Actor = Text("actor") ?? "",
            Role = fields.GetValueOrDefault("role").ToWord<AdminRole>() ?? AdminRole.Viewer,
            Action = Text("action") ?? "",
            Object = Text("object") ?? "",
            App = Text("app"),
            Reason = Text("reason"),
            Before = Text("before"),
            After = Text("after"),
            Address = Text("address"),
        };

        string? Text(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    [GeneratedRegex(@"^\d{1,19}-\d{1,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EntryId();
}
