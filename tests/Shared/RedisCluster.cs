using System.Globalization;

namespace WeChatPush.TestSupport;

/// <summary>A real Redis Cluster of three primaries, each with a third of the slots.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    /// <summary>The nodes, in the order of their slots.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    public string ConnectionString => string.Join(',', Nodes.Select(node => node.ConnectionString));

    /// <summary>
    /// Starts the nodes and returns when they are one cluster; <paramref name="settings"/> are more lines of their
    /// configuration.
    /// </summary>
    public static async Task<RedisCluster> StartAsync(params string[] settings)
    {
        var buses = Enumerable.Range(0, 3).Select(_ => RedisServer.FreePort()).ToArray();
        var nodes = await Task.WhenAll(buses.Select(
            bus => RedisServer.StartUnrestrictedAsync(
                ["cluster-enabled yes", string.Create(CultureInfo.InvariantCulture, $"cluster-port {bus}"), .. settings])));
        var cluster = new RedisCluster(nodes);
        for (var i = 0; i < nodes.Length; i++)
        {
            var (first, last) = (Slots * i / nodes.Length, (Slots * (i + 1) / nodes.Length) - 1);
            await SayAsync(nodes[i], $"CLUSTER ADDSLOTSRANGE {first} {last}");
            await SayAsync(nodes[i], $"CLUSTER SET-CONFIG-EPOCH {i + 1}");
            await SayAsync(nodes[i], $"CLUSTER MEET 127.0.0.1 {nodes[0].Port} {buses[0]}");
        }

        foreach (var node in nodes)
        {
            await Eventually.TrueAsync(
                async () => (await node.ReadAsync("CLUSTER INFO")).Contains("cluster_state:ok", StringComparison.Ordinal)
                    && (await node.ReadAsync("CLUSTER INFO")).Contains("cluster_known_nodes:3", StringComparison.Ordinal),
                () => "The nodes do not become a cluster.");
        }

        return cluster;
    }

    /// <summary>The node that holds an app's keys.</summary>
    public async Task<RedisServer> NodeOfAsync(string app)
    {
        var answer = await Nodes[0].SayAsync(0, $"CLUSTER KEYSLOT {{{app}}}");
        return Nodes[int.Parse(answer.AsSpan(1), CultureInfo.InvariantCulture) * Nodes.Count / Slots];
    }

    /// <summary>An app's name whose keys lie on another node than those of the app <c>shop</c>, and that node.</summary>
    public async Task<(string Name, RedisServer Node)> FindOtherAppAsync()
    {
        var shop = await NodeOfAsync("shop");
        for (var number = 0; ; number++)
        {
            var name = $"shop-{number}";
            if (await NodeOfAsync(name) is { } node && node != shop)
                return (name, node);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    private static async Task SayAsync(RedisServer node, string command)
    {
        if (await node.SayAsync(0, command) is not "+OK" and var refusal)
            throw new InvalidOperationException($"{command}: {refusal}");
    }
}
