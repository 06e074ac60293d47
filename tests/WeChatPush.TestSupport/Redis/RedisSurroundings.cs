using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Redis.Connection;

namespace WeChatPush.TestSupport.Redis;

/// <summary>
/// A database of a test's own on a server, and the connections that the test's instances have to it;
/// <paramref name="settings"/> are more of the connection string.
/// </summary>
internal sealed class RedisSurroundings(RedisServer server, string settings = "") : IAsyncDisposable
{
    private readonly List<RedisConnection> _connections = [];

    public int Database { get; } = SharedRedis.NextDatabase();

    public string ConnectionString => $"{server.ConnectionString},defaultDatabase={Database}{settings}";

    /// <summary>Connects as an instance does.</summary>
    public RedisConnection Connect()
    {
        var connection = Connect(ConnectionString);
        _connections.Add(connection);
        return connection;
    }

    public static RedisConnection Connect(RedisServer server, int database) =>
        Connect($"{server.ConnectionString},defaultDatabase={database}");

    public Task<string> SayAsync(string command) => server.SayAsync(Database, command);

    /// <summary>How long a key still lives.</summary>
    public async Task<TimeSpan> LifeOfAsync(string key) => TimeSpan.FromMilliseconds(
        long.Parse((await SayAsync($"PTTL {key}")).AsSpan(1), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private static RedisConnection Connect(string text) =>
        RedisConnection.To(text, TimeProvider.System, NullLogger<RedisConnection>.Instance);
}
