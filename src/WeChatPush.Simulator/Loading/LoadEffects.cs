using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator.Loading;

/// <summary>Looks at the simulated API for what the texts brought about: the answers that hold their words.</summary>
internal sealed partial class LoadEffects(Uri api) : IDisposable
{
    private const int Page = 2000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private long _last;

    /// <summary>What keeps it from being asked; null: nothing. What was there before does not count.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadAsync(cancellationToken) > 0)
                _counts.Clear();
            return null;
        }
        catch (HttpRequestException)
        {
            return $"There is no simulated API at {api}.";
        }
        catch (JsonException)
        {
            return $"What answers at {api} is no simulated API.";
        }
    }

    /// <summary>Reads what has come meanwhile: the simulator forgets the oldest when there is too much.</summary>
    public async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (await ReadAsync(cancellationToken) == Page)
                cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for the effects of these words, as long as there are more of them.</summary>
    public async Task<(int Missing, int Doubled)> CountAsync(IReadOnlyCollection<string> words, CancellationToken cancellationToken)
    {
        var least = int.MaxValue;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            await KeepUpAsync(cancellationToken);
            var missing = words.Count(word => !_counts.ContainsKey(word));
            if (missing < least)
                watch.Restart();
            least = missing;
            if (missing == 0 || watch.Elapsed > Timeout)
                return (missing, _counts.Values.Sum(count => count - 1));
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"_simulator/calls?api={FakeApis.CustomSend}&after={_last}&limit={Page}");
        var calls = await _http.GetFromJsonAsync<JsonElement>(new Uri($"{api.ToString().TrimEnd('/')}/{path}"), cancellationToken);
        foreach (var call in calls.EnumerateArray())
        {
            _last = Math.Max(_last, call.GetProperty("id").GetInt64());
            if (call.GetProperty("delivered").GetBoolean() && Words().Match(call.GetProperty("body").GetString()!) is { Success: true } words)
                _counts[words.Value] = _counts.GetValueOrDefault(words.Value) + 1;
        }

        return calls.GetArrayLength();
    }

    [GeneratedRegex("load-[0-9a-f]{8}-[0-9]{8}")]
    private static partial Regex Words();
}
