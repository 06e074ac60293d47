using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>The real server in a process of its own: started, killed, terminated and started again over the same data.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    /// <summary>The key of a setting of the system: how many files the process may have open.</summary>
    public const string OpenFiles = "OPEN_FILES";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(90);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly ProcessStartInfo _start;
    private readonly StringBuilder _output = new();
    private Process? _process;

    /// <param name="directory">The working directory, and the place of the data.</param>
    /// <param name="environment">Production or Development.</param>
    /// <param name="settings">
    /// Keys below <c>WeChatPush:</c>, or of <c>ConnectionStrings:</c>, or variables of OpenTelemetry.
    /// </param>
    public ServerProcess(string directory, string environment, IEnumerable<(string Key, string Value)> settings)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
        _start = Programs.StartInfo(environment == "Development" ? Programs.DevelopmentServer : Programs.Server);
        _start.WorkingDirectory = directory;
        _start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        _start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        foreach (var (key, value) in settings)
        {
            var isWhole = key.StartsWith("ConnectionStrings:", StringComparison.Ordinal)
                || key == OpenFiles
                || key.StartsWith("OTEL_", StringComparison.Ordinal);
            var path = isWhole ? key : $"WeChatPush:{key}";
            _start.Environment[path.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
    }

    public Uri Url { get; }

    /// <summary>The program that it is from its next start on.</summary>
    public string Program
    {
        set => _start.ArgumentList[Programs.PathArgument] = value;
    }

    public int Id => _process!.Id;

    /// <summary>Its resident memory, in KiB.</summary>
    public long Memory => long.Parse(Resident().Match(File.ReadAllText($"/proc/{Id}/status")).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Everything it has written, over all its lives.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it, without waiting for anything.</summary>
    public void Start()
    {
        _process?.Dispose();
        _process = new Process { StartInfo = _start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it, and returns when it is ready.</summary>
    public async Task StartAsync()
    {
        Start();
        await ReadyAsync();
    }

    /// <summary>Returns when pushes can be acknowledged.</summary>
    public Task ReadyAsync() => Eventually.TrueAsync(
        async () => await IsReadyAsync() || (_process!.HasExited ? throw new InvalidOperationException($"The server has ended:\n{Output}") : false),
        () => $"The server is not ready:\n{Output}",
        WaitTimeout);

    /// <summary>The word of <c>/health/ready</c>; <see langword="null"/>: the server does not answer.</summary>
    public async Task<string?> HealthAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url, "/health/ready"));
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends it at the line it is at (SIGKILL).</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM).</summary>
    public void Terminate() => Posix.Terminate(Id);

    /// <summary>Stops it at the lines it is at (SIGSTOP), and returns when it stands. <see cref="Posix.Continue"/> goes on.</summary>
    public Task StandStillAsync()
    {
        Posix.Stop(Id);
        return Eventually.TrueAsync(() => File.ReadAllText($"/proc/{Id}/stat").Contains(") T ", StringComparison.Ordinal), () => "It does not stop.");
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync(TimeSpan? timeout = null)
    {
        await _process!.WaitForExitAsync().WaitAsync(timeout ?? WaitTimeout);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private async Task<bool> IsReadyAsync() => await HealthAsync() is "healthy" or "degraded";

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"VmRSS:\s+([0-9]+) kB")]
    private static partial Regex Resident();
}
