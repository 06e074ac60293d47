namespace WeChatPush.TestSupport.Redis;

/// <summary>One server for every test that does not break it; each test has a database of its own.</summary>
internal static class SharedRedis
{
    private static readonly Lazy<Task<RedisServer>> Lazy = new(StartAsync);
    private static int _database;

    public static Task<RedisServer> Server => Lazy.Value;

    public static int NextDatabase() => Interlocked.Increment(ref _database);

    private static async Task<RedisServer> StartAsync()
    {
        var server = await RedisServer.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return server;
    }
}
