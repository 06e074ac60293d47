using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>A server under load, in a process of its own on the first core.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    public const string AppId = "wxbench0123456789";
    public const string Token = "benchtoken";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;

    private Contestant(string name, int port, WireMode mode, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        (Name, Port, Mode) = (name, port, mode);
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("taskset", ["-c", "0", .. command])
            : new ProcessStartInfo(command[0], command.Skip(1));
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["WeChatPush__DataDirectory"] = _directory.Path;
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Port { get; }

    public WireMode Mode { get; }

    /// <summary>Processor time the process has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Contestant Bare(string name, WireMode mode)
    {
        var port = FreePort();
        return new(name, port, mode, ["dotnet", OwnDll, "bare", $"{port}"],
            new Dictionary<string, string>());
    }

    public static Contestant Server(string name, WireMode mode, string? redis)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["WeChatPush__Apps__bench__AppId"] = AppId,
            ["WeChatPush__Apps__bench__Token"] = Token,
            ["WeChatPush__AdminKeys__0"] = "benchmark-key-that-nobody-else-needs",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (mode != WireMode.Plaintext)
            environment["WeChatPush__Apps__bench__EncodingAesKey"] = AesKey;
        if (redis is not null)
            environment["ConnectionStrings__Redis"] = redis;
        var server = Path.Combine(AppContext.BaseDirectory, "WeChatPush.Server.dll");
        return new(name, port, mode, ["dotnet", server], environment);
    }

    public async Task WaitUntilReadyAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (tries < 300 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private static string OwnDll => Path.Combine(AppContext.BaseDirectory, "WeChatPush.Benchmarks.dll");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
