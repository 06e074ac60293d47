using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>Everything that a Redis holds, in one file.</summary>
internal static class RedisDump
{
    private const string Name = "dump.rdb";

    private static readonly string[] Kept = ["aof_enabled:1", "aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0"];

    /// <summary>Starts a Redis over a dump; an empty one where there is none yet.</summary>
    public static async Task<RedisServer> StartAsync(string dump)
    {
        var redis = await RedisServer.StartAsync();
        if (!File.Exists(dump))
            return redis;

        // Redis looks at a dump only where it keeps no other file; that one then begins with what the dump held.
        await redis.KillAsync();
        File.Copy(dump, Path.Combine(redis.Folder, Name));
        await redis.StartAgainAsync("appendonly no");
        (await redis.SayAsync(0, "CONFIG SET appendonly yes")).ShouldBe("+OK");
        await Eventually.TrueAsync(
            async () => await redis.ReadAsync("INFO persistence") is var facts
                && Kept.All(fact => facts.Contains(fact, StringComparison.Ordinal)),
            () => "Redis keeps no append-only file.");
        return redis;
    }

    /// <summary>Leaves a dump.</summary>
    public static async Task WriteAsync(RedisServer redis, string dump)
    {
        (await redis.SayAsync(0, "SAVE")).ShouldBe("+OK");
        File.Copy(Path.Combine(redis.Folder, Name), dump);
    }
}
