using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatPush.TestSupport;

/// <summary>
/// A real <c>redis-server</c> on a free port with a directory of its own and a file that is synced at every write. It can
/// be killed, started again over its file, and made to hang. With <c>WECHATPUSH_REDIS_FORBIDS_ADMIN=1</c> in the
/// environment of the tests the servers are like a managed one: clients may call neither <c>INFO</c> nor <c>CONFIG</c>.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Ready = "Ready to accept connections";

    // Who may still say what the servers' clients may not.
    private const string Operator = "operator";
    private static readonly string[] Restrictions =
        Environment.GetEnvironmentVariable("WECHATPUSH_REDIS_FORBIDS_ADMIN") == "1"
            ? ["user default on nopass ~* &* +@all -info -config", $"user {Operator} on >{Operator} ~* &* +@all"]
            : [];
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _settings;
    private readonly string[] _restrictions;
    private Process _process = null!;

    private RedisServer(string[] settings, string[] restrictions)
    {
        (_settings, _restrictions) = (settings, restrictions);
        Port = FreePort();
    }

    /// <summary>Whether the servers forbid what managed ones forbid.</summary>
    public static bool IsRestricted => Restrictions.Length > 0;

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>Where its files are.</summary>
    public string Folder => _directory.Path;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a server; <paramref name="settings"/> are more lines of its configuration.</summary>
    public static Task<RedisServer> StartAsync(params string[] settings) => StartAsync(new RedisServer(settings, Restrictions));

    /// <summary>Starts a server on which everything is allowed, whatever the environment says: for tests of the checks.</summary>
    public static Task<RedisServer> StartUnrestrictedAsync(params string[] settings) => StartAsync(new RedisServer(settings, []));

    private static async Task<RedisServer> StartAsync(RedisServer server)
    {
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it over the file it left, with yet more lines of configuration.</summary>
    public async Task StartAgainAsync(params string[] settings)
    {
        await File.WriteAllLinesAsync(_directory.File("redis.conf"),
        [
            $"port {Port}", "bind 127.0.0.1", $"dir {_directory.Path}", "save \"\"",
            "appendonly yes", "appendfsync always", "databases 4096", "maxmemory 8gb", .. _restrictions, .. _settings, .. settings,
        ]);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("redis-server", [_directory.File("redis.conf")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var said = new List<string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            lock (said)
                said.Add(line.Data ?? "");
            if (line.Data?.Contains(Ready, StringComparison.Ordinal) == true)
                ready.TrySetResult();
            else if (line.Data is null)
                ready.TrySetException(new InvalidOperationException($"redis-server ended at once: {string.Join('\n', said)}"));
        };
        try
        {
            _process.Start();
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException(
                "These tests need redis-server on the PATH (Debian: apt-get install redis-server).", error);
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartTime);
    }

    /// <summary>SIGKILL: no last words, nothing written that was not.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>SIGSTOP: connections stay, nothing answers.</summary>
    public Task HangAsync()
    {
        Posix.Stop(_process.Id);
        return Task.CompletedTask;
    }

    /// <summary>SIGCONT.</summary>
    public Task GoOnAsync()
    {
        Posix.Continue(_process.Id);
        return Task.CompletedTask;
    }

    /// <summary>Says a command to a database, as one would on the telnet line; returns the first line of the answer.</summary>
    public async Task<string> SayAsync(int database, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        using var reader = await AskAsync(client, database, command);
        return await reader.ReadLineAsync() ?? "";
    }

    /// <summary>Says a command and returns the whole of its answer, a text.</summary>
    public async Task<string> ReadAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        using var reader = await AskAsync(client, 0, command);
        var header = await reader.ReadLineAsync() ?? "";
        if (!header.StartsWith('$'))
            return header;
        var text = new char[int.Parse(header.AsSpan(1), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(text);
        return new string(text);
    }

    private async Task<StreamReader> AskAsync(TcpClient client, int database, string command)
    {
        var stream = client.GetStream();
        var reader = new StreamReader(stream);
        var select = database == 0 ? "PING" : $"SELECT {database}";
        var login = _restrictions.Length > 0 ? $"AUTH {Operator} {Operator}" : "PING";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{login}\r\n{select}\r\n{command}\r\n"));
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        return reader;
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // It is dead already.
        }

        _directory.Dispose();
    }
}
