using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>One instance of the client, and which of its servers have not answered it for how long.</summary>
internal sealed class RedisLink
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EndPoint, ServerSilence> _servers = new();
    private readonly ServerSilence _any;
    private readonly TimeProvider _time;
    private volatile bool _isPartitioned;
    private int _replacing;
    private long _askedAt;

    public RedisLink(ConnectionMultiplexer client, TimeProvider time)
    {
        (Client, _time) = (client, time);
        Database = client.GetDatabase();
        _any = new ServerSilence(time);
        client.ConnectionRestored += (_, _) => FindServers();
        client.ConfigurationChanged += (_, _) => FindServers();
        FindServers();
    }

    public ConnectionMultiplexer Client { get; }

    public IDatabase Database { get; }

    /// <summary>Whether keys lie on several servers, by their hash tag.</summary>
    public bool IsPartitioned => _isPartitioned;

    /// <summary>
    /// The answers of the server that holds a key: of a cluster that of its slot, else the one there is;
    /// <see langword="null"/>: it is not connected. The client itself would ask another one, be sent on to the one that is
    /// away, and take seconds for it.
    /// </summary>
    public ServerSilence? FindServer(RedisKey key)
    {
        try
        {
            if (!_isPartitioned || key == default(RedisKey))
                return Database.IsConnected(key) ? _any : null;
            var servers = Client.GetServers();
            var owners = servers.Where(server => server.IsConnected)
                .Select(server => server.ClusterConfiguration?.GetBySlot(key)?.EndPoint).OfType<EndPoint>().ToHashSet();
            if (owners.Count == 0)
                return Database.IsConnected(key) ? _any : null;
            if (servers.FirstOrDefault(server => server.IsConnected && owners.Contains(server.EndPoint)) is { } owner)
                return SilenceOf(owner.EndPoint);
            FindNewOwners();
            return null;
        }
        catch (Exception)
        {
            // The client may be closing: it was replaced between the look and the call.
            return null;
        }
    }

    /// <summary>The server that takes the writes of a key; <see langword="null"/>: it is not connected.</summary>
    public IServer? FindPrimary(RedisKey key)
    {
        try
        {
            var primaries = Client.GetServers().Where(server => server.IsConnected && !server.IsReplica).ToList();
            if (!_isPartitioned)
                return primaries.FirstOrDefault();
            var owners = primaries.Select(server => server.ClusterConfiguration?.GetBySlot(key)?.EndPoint).OfType<EndPoint>().ToHashSet();
            return primaries.Find(server => owners.Contains(server.EndPoint));
        }
        catch (Exception)
        {
            // As above.
            return null;
        }
    }

    /// <summary>The answers of one server.</summary>
    public ServerSilence SilenceOf(EndPoint server) =>
        _isPartitioned ? _servers.GetOrAdd(server, _ => new ServerSilence(_time)) : _any;

    /// <summary>Whether the caller is the one who replaces this client.</summary>
    public bool TryReplace() => Interlocked.Exchange(ref _replacing, 1) == 0;

    /// <summary>It could not be replaced.</summary>
    public void Keep() => Volatile.Write(ref _replacing, 0);

    // A replica may have taken the place of the server that is away. The client would look only once a minute.
    private void FindNewOwners()
    {
        var last = Volatile.Read(ref _askedAt);
        if ((last != 0 && _time.GetElapsedTime(last) < BetweenQuestions)
            || Interlocked.CompareExchange(ref _askedAt, _time.GetTimestamp(), last) != last)
            return;
        _ = Client.ConfigureAsync().ContinueWith(
            static asked => _ = asked.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    private void FindServers() => _isPartitioned = Client.GetServers()
        .Any(server => server.ServerType is ServerType.Cluster or ServerType.Twemproxy or ServerType.Envoyproxy);
}
