using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Diagnostics;

namespace WeChatPush.TestSupport;

/// <summary>
/// A primary and a replica, both real, and if asked for a Sentinel that makes the replica the primary when that is dead.
/// </summary>
internal sealed class RedisReplicas : IAsyncDisposable
{
    private const string Service = "wechatpush";
    private static readonly TimeSpan FailoverTime = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();
    private readonly int _sentinelPort = RedisServer.FreePort();
    private Process? _sentinel;

    private RedisReplicas(RedisServer primary, RedisServer replica) => (Primary, Replica) = (primary, replica);

    /// <summary>Who takes the writes.</summary>
    public RedisServer Primary { get; private set; }

    /// <summary>Who follows.</summary>
    public RedisServer Replica { get; private set; }

    /// <summary>How a client finds whoever is the primary.</summary>
    public string SentinelConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_sentinelPort},serviceName={Service}");

    public static async Task<RedisReplicas> StartAsync(bool withSentinel = false)
    {
        var servers = await Task.WhenAll(RedisServer.StartUnrestrictedAsync(), RedisServer.StartUnrestrictedAsync());
        var replicas = new RedisReplicas(servers[0], servers[1]);
        await replicas.Replica.SayAsync(0, $"REPLICAOF 127.0.0.1 {replicas.Primary.Port}");
        await replicas.UntilInStepAsync();
        if (withSentinel)
            await replicas.StartSentinelAsync();
        return replicas;
    }

    /// <summary>
    /// Kills the primary, and returns when the Sentinel has put the replica in its place. Of what is done before, if
    /// anything, the replica gets nothing.
    /// </summary>
    public async Task FailOverAsync(Func<Task>? cutOff = null)
    {
        if (cutOff is not null)
        {
            // What has reached its socket it still reads, so its connection goes, and it cannot make another.
            await Replica.HangAsync();
            await Primary.SayAsync(0, "CLIENT KILL TYPE replica");
            await cutOff();
        }

        await Primary.KillAsync();
        await Replica.GoOnAsync();
        await Eventually.TrueAsync(
            () => SaysAsync(Replica, "role:master"), () => "Nobody became the primary.", FailoverTime);
        (Primary, Replica) = (Replica, Primary);
    }

    /// <summary>Starts the server that was killed, as a replica of the one in its place.</summary>
    public async Task RestoreAsync()
    {
        await Replica.StartAgainAsync($"replicaof 127.0.0.1 {Primary.Port}");
        await UntilInStepAsync();
    }

    /// <summary>Returns when the replica has what the primary has.</summary>
    public Task UntilInStepAsync() => Eventually.TrueAsync(
        () => SaysAsync(Primary, "state=online"), () => "The replica does not follow.", FailoverTime);

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null)
        {
            _sentinel.Kill();
            await _sentinel.WaitForExitAsync();
            _sentinel.Dispose();
        }

        await Primary.DisposeAsync();
        await Replica.DisposeAsync();
        _directory.Dispose();
    }

    // Who becomes the primary lets go of its clients.
    private static async Task<bool> SaysAsync(RedisServer server, string words)
    {
        try
        {
            return (await server.ReadAsync("INFO replication")).Contains(words, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return false;
        }
    }

    private async Task StartSentinelAsync()
    {
        var file = _directory.File("sentinel.conf");
        await File.WriteAllLinesAsync(file,
        [
            $"port {_sentinelPort}", "bind 127.0.0.1", $"dir {_directory.Path}",
            $"sentinel monitor {Service} 127.0.0.1 {Primary.Port} 1",
            $"sentinel down-after-milliseconds {Service} 1500",
            $"sentinel failover-timeout {Service} 2000",
        ]);
        _sentinel = Process.Start(new ProcessStartInfo("redis-server", [file, "--sentinel"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _sentinel.OutputDataReceived += (_, _) => { };
        _sentinel.BeginOutputReadLine();
        await Eventually.TrueAsync(KnowsBothAsync, () => "The Sentinel does not find the replica.");
    }

    // It learns of the replica from the primary.
    private async Task<bool> KnowsBothAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _sentinelPort);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"SENTINEL REPLICAS {Service}\r\n"));
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync() == "*1";
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
