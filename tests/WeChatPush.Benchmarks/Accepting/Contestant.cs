using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>A server under load, in a process of its own on the first processor.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    public const string AppId = "wxbench0123456789";
    public const string Token = "benchtoken";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string AdminKey = "benchmark-key-that-nobody-else-needs";

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _admin;
    private readonly Process _process;

    public Contestant(AcceptRow row, string redis, string? server = null, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        Row = row;
        Port = FreePort();
        _admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        var start = Processors.OnTheFirst(row.Server switch
        {
            ServerKind.Bare => ["dotnet", Beside("WeChatPush.Benchmarks.dll"), "bare", $"{Port}"],
            ServerKind.CoWechat => ["node", NodePeers.Script("co-wechat.js"), $"{Port}", AppId, Token, AesKey],
            ServerKind.Express => ["node", NodePeers.Script("express.js"), $"{Port}"],
            _ => ["dotnet", server ?? Beside("WeChatPush.Server.dll")],
        });
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var ours in start.Environment.Keys.Where(key => key.StartsWith(Processors.OfTheLoad, StringComparison.Ordinal)).ToList())
            start.Environment.Remove(ours);
        foreach (var (key, value) in Settings(redis))
            start.Environment[key] = value;
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public AcceptRow Row { get; }

    public int Port { get; }

    /// <summary>The directory of its data.</summary>
    public string Directory => _directory.Path;

    /// <summary>Processor time the process has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory the process has in use.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public SimulatedApp App => new()
    {
        Name = "bench",
        AppId = AppId,
        Token = Token,
        EncodingAesKey = AesKey,
        Mode = Row.Mode,
        Format = Row.Format,
        PushUrl = new Uri($"http://127.0.0.1:{Port}/wechat/{AppName}"),
    };

    // Rows on one Redis must not be each other's duplicates, nor handle each other's pushes.
    private string AppName => Row.IsWhole ? "whole" : "bench";

    public async Task WaitUntilReadyAsync()
    {
        while (!_process.HasExited)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException($"{Row.Name}: the server ended at once.");
    }

    /// <summary>Completes when no push is left to be handled.</summary>
    public async Task WaitUntilIdleAsync()
    {
        foreach (var state in new[] { "queued", "processing", "queued", "processing" })
        {
            while (await HasAnyAsync(state))
                await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private async Task<bool> HasAnyAsync(string state)
    {
        using var page = JsonDocument.Parse(await _admin.GetStringAsync($"/api/v1/apps/{AppName}/messages?state={state}&limit=1"));
        return page.RootElement.GetProperty("items").GetArrayLength() > 0;
    }

    private Dictionary<string, string> Settings(string redis)
    {
        var app = $"WeChatPush__Apps__{AppName}";
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["WeChatPush__DataDirectory"] = _directory.Path,
            [$"{app}__AppId"] = AppId,
            [$"{app}__Token"] = Token,
            ["WeChatPush__AdminKeys__0"] = AdminKey,
            ["WeChatPush__Dispatching__Concurrency"] = Row.IsWhole ? "32" : "0",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (Row.Mode != WireMode.Plaintext)
            settings[$"{app}__EncodingAesKey"] = AesKey;
        if (Row.Server == ServerKind.Redis)
            settings["ConnectionStrings__Redis"] = redis;
        return settings;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
