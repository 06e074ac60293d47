using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Growing;

/// <summary>Stores as they are after a long time: handled pushes that are still visible, identities that still count.</summary>
internal static class FullStores
{
    private const int KeysPerCommit = 500;
    private const int PerScript = 2000;

    private const string Pushes = """
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $1)
        INSERT INTO push (id, app, mailbox, open_id, msg_type, create_time, received_at, state, attempts, fence, ended_at)
        SELECT unhex(printf('%012x7000%016x', $2 + n, n)), 'bench', n % 1000, 'oBench' || (n % 1000), 'text', 1, $2 + n, 3, 1, 1, $2 + n
        FROM number
        """;

    private const string Bodies = "INSERT INTO push_body (seq, body) SELECT seq, zeroblob($1) FROM push";
    private const string Keys = "INSERT INTO arrival_key (until, keys) VALUES ($1, $2)";

    /// <summary>Fills a file that no process has open.</summary>
    public static async Task FillAsync(string path, int count, int bytes)
    {
        await using var store = new SqliteStore(path, NullLogger<SqliteStore>.Instance);
        _ = new SqliteInbox(store, new FixedOptions<WeChatPushOptions>(new WeChatPushOptions()), TimeProvider.System);
        var now = DateTimeOffset.UtcNow;
        await store.WriteAsync(session => session.Execute(Pushes, count, now.AddDays(-1).ToUnixTimeMilliseconds()));
        await store.WriteAsync(session => session.Execute(Bodies, bytes));

        var until = now.AddDays(3).ToUnixTimeMilliseconds();
        const int size = PushKey.Size + sizeof(long);
        for (var left = count; left > 0; left -= KeysPerCommit)
        {
            var keys = RandomNumberGenerator.GetBytes(Math.Min(left, KeysPerCommit) * size);
            for (var at = PushKey.Size; at < keys.Length; at += size)
                BitConverter.TryWriteBytes(keys.AsSpan(at), until);
            await store.WriteAsync(session => session.Execute(Keys, until, keys));
        }
    }

    /// <summary>Fills a Redis, as the scripts of the inbox would have.</summary>
    public static async Task FillAsync(RedisServer redis, int count, int bytes)
    {
        var begin = DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeMilliseconds() * 1000;
        for (var done = 0; done < count; done += PerScript)
        {
            var script = $"local body = string.rep('x', {bytes}) for i = {done}, {Math.Min(count, done + PerScript) - 1} do "
                + $"local seq = string.format('%.0f', {begin} + i) local id = string.format('%016d', i) "
                + "redis.call('SET', '{bench}:m:' .. seq, struct.pack('>BBBI4I4I8I8', 3, 0, 0, 1, 0, 1, 1) .. id .. body) "
                + "redis.call('ZADD', '{bench}:index', seq, id) redis.call('HSET', '{bench}:k:filled', id, '9999999999999') end redis.call('ZADD', '{bench}:seen', '9999999999999', 'filled') return 1";
            var answer = await redis.SayAsync(0, $"EVAL \"{script}\" 1 {{bench}}");
            if (!answer.StartsWith(':'))
                throw new InvalidOperationException($"Redis could not be filled: {answer}");
        }
    }
}
