using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WeChatPush.Benchmarks.Campaigning;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>A server under load, in a process of its own on the first processor.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    public const string AppId = "wxbench0123456789";
    public const string Token = "benchtoken";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    public const string AdminKey = "benchmark-key-that-nobody-else-needs";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly SettledCount? _settled;
    private readonly Process _process;
    private readonly SimulatedWeChat? _weChat;

    public Contestant(
        AcceptRow row, string redis, string? server = null, SimulatedWeChat? weChat = null, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        Row = row;
        _weChat = row.Handling == HandlingKind.Answered ? weChat : null;
        Port = FreePort();
        _settled = row.IsWhole ? new() : null;
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

    /// <summary>Pushes done, where pushes are handled.</summary>
    public long Done => _settled?.Done ?? 0;

    /// <summary>Attempts at pushes that ended otherwise than done, where pushes are handled.</summary>
    public long NotDone => _settled?.NotDone ?? 0;

    public SimulatedApp App => new()
    {
        Name = "bench",
        AppId = AppId,
        Token = Token,
        EncodingAesKey = AesKey,
        Mode = Row.Mode,
        Format = Row.Format,
        PushUrl = new Uri($"http://127.0.0.1:{Port}/wechat/{Row.App}"),
    };

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

    /// <summary>What the server has settled so far; WeChat counts from now on.</summary>
    public async Task<(long Done, long NotDone)> BeginAsync()
    {
        await (_weChat?.BeginAsync() ?? Task.CompletedTask);
        return (Done, NotDone);
    }

    /// <summary>Completes when so many pushes are done, where they are handled at all.</summary>
    /// <exception cref="TimeoutException">None was done for a minute.</exception>
    public async Task WaitUntilHandledAsync((long Done, long NotDone) before, int pushes)
    {
        if (_settled is null)
            return;
        var (seen, at) = (Done, Stopwatch.GetTimestamp());
        while (Done - before.Done < pushes)
        {
            await Task.Delay(BetweenLooks);
            if (Done != seen)
                (seen, at) = (Done, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(at) > MaxSilence)
                throw new TimeoutException($"{Row.Name}: {seen - before.Done:N0} of {pushes:N0} pushes are done, and no more.");
        }
    }

    /// <summary>How many of so many answers WeChat has not had.</summary>
    public async Task<long> UnsentAsync(int pushes) => _weChat is null ? 0 : pushes - (await _weChat.RhythmAsync()).Sends;

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
        _settled?.Dispose();
    }

    private Dictionary<string, string> Settings(string redis)
    {
        var app = $"WeChatPush__Apps__{Row.App}";
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["WeChatPush__DataDirectory"] = _directory.Path,
            [$"{app}__AppId"] = AppId,
            [$"{app}__Token"] = Token,
            ["WeChatPush__AdminKeys__0"] = AdminKey,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in _settled?.Settings ?? [("WeChatPush__Dispatching__Concurrency", "0")])
            settings[key] = value;
        if (_weChat is not null)
        {
            settings[$"{app}__ApiBaseUrl"] = _weChat.Url.ToString();
            settings[$"{app}__AppSecret"] = "secretOfTheBenchmark";
            settings[$"{app}__Rules__0__MsgType"] = "text";
            settings[$"{app}__Rules__0__Send__Text"] = "您好，我们很快回复。";
        }

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
