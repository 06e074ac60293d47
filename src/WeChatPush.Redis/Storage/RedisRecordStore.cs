using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Records;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>The records of a fleet, in Redis. Every member is one script; a write tells all instances.</summary>
internal sealed class RedisRecordStore : IRecordStore
{
    private const string Channel = "{wechatpush}:records";

    private static readonly RedisKey[] Tag = ["{wechatpush}"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly RedisScript Reading = Load("read");
    private static readonly RedisScript Finding = Load("find");
    private static readonly RedisScript Writing = Load("write");
    private static readonly RedisScript Sweeping = Load("sweep");

    private readonly RedisConnection _redis;
    private readonly RedisClock _clock;

    public RedisRecordStore(RedisConnection redis, TimeProvider time)
    {
        (_redis, _clock) = (redis, new RedisClock(time));
        redis.Listen(Channel, _ => Changed?.Invoke());
        redis.Connected += () => Changed?.Invoke();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public async ValueTask<RecordChanges> ReadAsync(long since, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var answer = (RedisResult[])(await RunAsync(Reading, since, limit))!;
        var records = new List<StoredRecord>(answer.Length);
        var revision = since;
        foreach (var record in answer.Take(limit))
        {
            var parts = (RedisValue[])record!;
            revision = (long)(double)parts[1];
            // A name that this version does not know is a newer version's affair, or somebody's hand.
            if (Parse(parts[0].ToString()) is { } key)
                records.Add(new(key, revision, parts[2].IsNull ? default(ReadOnlyMemory<byte>?) : (byte[])parts[2]!));
        }

        return new(records, revision, answer.Length > limit);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var answer = (RedisValue[])(await RunAsync(Finding, key.ToString()))!;
        return answer.Length == 0 ? null : new(key, (long)answer[0], (byte[])answer[1]!);
    }

    /// <inheritdoc/>
    public ValueTask<RecordWrite> WriteAsync(
        RecordKey key, ReadOnlyMemory<byte> content, long? expected, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, RecordLimits.MaxContent, nameof(content));
        return WriteAsync(key.ToString(), expected?.ToString(CultureInfo.InvariantCulture) ?? "", content);
    }

    /// <inheritdoc/>
    public ValueTask<RecordWrite> RemoveAsync(RecordKey key, long expected, CancellationToken cancellationToken) =>
        WriteAsync(key.ToString(), expected.ToString(CultureInfo.InvariantCulture), "", 1);

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) =>
        (int)await RunAsync(Sweeping, (long)RecordLimits.RemovalMemory.TotalMilliseconds, max);

    private async ValueTask<RecordWrite> WriteAsync(params RedisValue[] arguments)
    {
        var answer = (RedisValue[])(await RunAsync(Writing, arguments))!;
        return new((int)answer[0] == 1, answer[1] == "" ? null : (long)answer[1]);
    }

    private Task<RedisResult> RunAsync(RedisScript script, params RedisValue[] arguments) =>
        _redis.EvaluateAsync(script, Tag, [_clock.Now, .. arguments], Timeout);

    private static RecordKey? Parse(string name) =>
        name.Split('/', 2) is [var kind, { Length: > 0 } rest]
        && int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new((RecordKind)number, rest)
            : null;

    private static RedisScript Load(string name) =>
        RedisScript.From("", "Scripts/Records/common.lua", $"Scripts/Records/{name}.lua");
}
