using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Storage.Redis;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Inbox.Redis;

namespace WeChatPush.Tests.Storage.Redis;

/// <summary>A database of a test's own on a server, and the connections that the test's instances have to it.</summary>
internal sealed class RedisSurroundings(RedisServer server) : IAsyncDisposable
{
    private readonly List<RedisConnection> _connections = [];

    public int Database { get; } = SharedRedis.NextDatabase();

    public string ConnectionString => $"{server.ConnectionString},defaultDatabase={Database}";

    /// <summary>Connects as an instance does.</summary>
    public RedisConnection Connect()
    {
        var connection = Connect(server, Database);
        _connections.Add(connection);
        return connection;
    }

    public static RedisConnection Connect(RedisServer server, int database) => RedisConnection.To(
        $"{server.ConnectionString},defaultDatabase={database}", TimeProvider.System, NullLogger<RedisConnection>.Instance);

    public Task<string> SayAsync(string command) => server.SayAsync(Database, command);

    /// <summary>How long a key still lives.</summary>
    public async Task<TimeSpan> LifeOfAsync(string key) => TimeSpan.FromMilliseconds(
        long.Parse((await SayAsync($"PTTL {key}")).AsSpan(1), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }
}
