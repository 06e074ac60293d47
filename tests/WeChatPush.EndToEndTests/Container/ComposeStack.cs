using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.EndToEndTests.Container;

/// <summary>The services of a compose file as processes of this machine, each where its container's name would be.</summary>
internal sealed class ComposeStack(ComposeFile compose) : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _redisData = new();
    private readonly StringBuilder _output = new();
    private readonly List<Process> _processes = [];
    private readonly int _redisPort = RedisServer.FreePort();
    private readonly int _serverPort = RedisServer.FreePort();
    private readonly int _simulatorPort = RedisServer.FreePort();
    private Process? _server;

    /// <summary>Everything that the services have written.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private Uri Server => new($"http://127.0.0.1:{_serverPort}");

    /// <summary>Starts Redis by its command line.</summary>
    public Task StartRedisAsync()
    {
        var command = compose.List("redis", "command").Select(word => word == "/data" ? _redisData.Path : word).ToList();
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "--port", Text(_redisPort), "--bind", "127.0.0.1"]);
        return StartAsync(start, "Ready to accept connections");
    }

    /// <summary>Starts the simulator by its command line.</summary>
    public Task StartSimulatorAsync()
    {
        var command = compose.List("simulator", "command").Select(word => word == "5081" ? Text(_simulatorPort) : Local(word));
        return StartAsync(Programs.StartInfo(Programs.Simulator, command), "Ctrl+C ends it.");
    }

    /// <summary>Starts a server with its environment, and returns when it listens.</summary>
    public async Task StartServerAsync(string service)
    {
        await StartAsync(WithEnvironment(Programs.StartInfo(Programs.Server), service), "Now listening on");
        _server = _processes[^1];
    }

    /// <summary>Runs a server to its end.</summary>
    public Task<(int ExitCode, string Output)> RunServerAsync(string service) => CommandAsync(service);

    /// <summary>Runs a command of the image in a service's container.</summary>
    public Task<(int ExitCode, string Output)> CommandAsync(string service, params string[] command) =>
        Programs.RunAsync(WithEnvironment(Programs.StartInfo(Programs.Server, command), service));

    /// <summary>Runs the published simulator against the demo.</summary>
    public Task<(int ExitCode, string Output)> SimulateAsync(params string[] command)
    {
        var app = App("demo", "demo");
        return Programs.RunAsync(Programs.StartInfo(
            Programs.Simulator,
            [.. command, "--url", app.PushUrl.ToString(), "--app-id", app.AppId, "--token", app.Token, "--aes-key", app.EncodingAesKey!]));
    }

    /// <summary>The mini program that a service's environment describes.</summary>
    public SimulatedApp App(string service, string name)
    {
        var environment = compose.Environment(service);
        return new SimulatedApp
        {
            Name = name,
            AppId = environment[$"WeChatPush__Apps__{name}__AppId"],
            Token = environment[$"WeChatPush__Apps__{name}__Token"],
            EncodingAesKey = environment[$"WeChatPush__Apps__{name}__EncodingAesKey"],
            Mode = WireMode.Secure,
            PushUrl = new Uri(Server, $"/wechat/{name}"),
        };
    }

    /// <summary>Waits until the server's health is this.</summary>
    public async Task BecomesAsync(string health)
    {
        var last = "";
        await Eventually.TrueAsync(
            async () => (last = await Http.GetStringAsync(new Uri(Server, "/health/ready"))).Contains($"\"{health}\""),
            () => $"{last}\n{Output}");
    }

    /// <summary>Waits until so many pushes of an app are done, asking with the key that the image's command prints.</summary>
    public async Task HandledAsync(string service, string app, int count)
    {
        var (exitCode, key) = await CommandAsync(service, "admin-key");
        exitCode.ShouldBe(0, key);
        await Eventually.TrueAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server, $"/api/v1/apps/{app}/messages?state=done"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
                using var answer = await Http.SendAsync(request);
                return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").GetArrayLength() == count;
            },
            () => Output);
    }

    /// <summary>Waits until the simulated API was given this text for a user.</summary>
    public Task AnsweredAsync(string text) => Eventually.TrueAsync(
        async () =>
        {
            var calls = await Http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{_simulatorPort}/_simulator/calls"));
            return Holds(calls, text);
        },
        () => Output);

    /// <summary>Asks the server to end, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Posix.Terminate(_server!.Id);
        await _server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _server.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        _data.Dispose();
        _redisData.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool Holds(JsonElement element, string text) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!.Contains(text, StringComparison.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Holds(item, text)),
        JsonValueKind.Object => element.EnumerateObject().Any(property => Holds(property.Value, text)),
        _ => false,
    };

    private ProcessStartInfo WithEnvironment(ProcessStartInfo start, string service)
    {
        foreach (var (name, value) in new DockerFile().Environment)
            start.Environment[name] = value;
        foreach (var (name, value) in compose.Environment(service))
            start.Environment[name] = Local(value);
        start.Environment["ASPNETCORE_HTTP_PORTS"] = Text(_serverPort);
        start.Environment["WeChatPush__DataDirectory"] = _data.Path;
        start.WorkingDirectory = PublishedPrograms.ServerFolder;
        return start;
    }

    private string Local(string text) => text
        .Replace("redis:6379", $"127.0.0.1:{_redisPort}", StringComparison.Ordinal)
        .Replace("http://simulator:5081", $"http://127.0.0.1:{_simulatorPort}", StringComparison.Ordinal)
        .Replace("http://demo:8080", $"http://127.0.0.1:{_serverPort}", StringComparison.Ordinal);

    private async Task StartAsync(ProcessStartInfo start, string ready)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        _processes.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(isReady.Task, ended).WaitAsync(TimeSpan.FromSeconds(90));
        isReady.Task.IsCompleted.ShouldBeTrue($"{start.FileName} ended at once:\n{Output}");

        void Read(string? line)
        {
            if (line is null)
                return;
            lock (_output)
                _output.AppendLine(line);
            if (line.Contains(ready, StringComparison.Ordinal))
                isReady.TrySetResult();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
