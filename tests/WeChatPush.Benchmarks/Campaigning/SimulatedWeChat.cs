using System.Net.Http.Json;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Benchmarks.Campaigning;

/// <summary>WeChat, simulated in a process of its own: what its receiver does costs the server nothing but processor.</summary>
internal sealed class SimulatedWeChat : IAsyncDisposable
{
    private readonly int _port = ChildProcess.FreePort();
    private readonly HttpClient _http;
    private readonly ChildProcess _process;

    public SimulatedWeChat()
    {
        _process = new("WeChatPush.Simulator.dll", ["serve", "--port", $"{_port}", "--keep", "0"], []);
        _http = new HttpClient { BaseAddress = Url };
    }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public TimeSpan Processor => _process.Processor;

    public Task WaitUntilReadyAsync() => _process.WaitUntilReadyAsync(_http, "_simulator/rhythm");

    /// <summary>Counts from now on.</summary>
    public async Task BeginAsync() => (await _http.DeleteAsync("_simulator/rhythm")).Dispose();

    public Task<FakeRhythmFigures> RhythmAsync() => _http.GetFromJsonAsync<FakeRhythmFigures>("_simulator/rhythm");

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }
}
