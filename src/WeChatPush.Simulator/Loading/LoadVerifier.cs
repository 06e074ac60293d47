using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPush.Simulator.Loading;

/// <summary>What the server has of the pushes it acknowledged.</summary>
/// <param name="Lost">Acknowledged and not in its list.</param>
/// <param name="Doubled">In its list more often than they were sent.</param>
/// <param name="Unfinished">Not handled, though there was no more progress.</param>
/// <param name="Dead">Given up by the server.</param>
internal sealed record LoadStored(int Stored, int Lost, int Doubled, int Unfinished, int Dead);

/// <summary>Asks the admin API of a server whether what was acknowledged is stored and done.</summary>
internal sealed class LoadVerifier : IDisposable
{
    private static readonly string[] Open = ["queued", "processing", "retrying"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    // Two machines need not have one time.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _messages;
    private readonly string _since;

    /// <param name="pushUrl">Its last part names the app.</param>
    /// <param name="adminKey">A key of the admin API.</param>
    /// <param name="begun">When the load began.</param>
    public LoadVerifier(Uri pushUrl, string adminKey, DateTimeOffset begun)
    {
        _messages = new Uri(pushUrl, $"/api/v1/apps/{pushUrl.Segments[^1].Trim('/')}/messages");
        _since = Uri.EscapeDataString((begun - ClockSkew).ToString("O", CultureInfo.InvariantCulture));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
    }

    /// <summary>What keeps the server from being asked; null: nothing.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"{_messages}?limit=1"), cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => null,
                HttpStatusCode.Unauthorized => "The server does not know this admin key.",
                HttpStatusCode.NotFound => $"There is no admin API for this app at {_messages}.",
                var status => $"The admin API answers {(int)status}.",
            };
        }
        catch (HttpRequestException error)
        {
            return Pushing.ConnectionProblem.Explain(error, _messages);
        }
    }

    /// <summary>Waits until everything is handled, as long as there is progress, and compares.</summary>
    public async Task<LoadStored> VerifyAsync(
        IReadOnlyCollection<LoadMark> acknowledged, IReadOnlyCollection<LoadMark> givenUp, CancellationToken cancellationToken)
    {
        var left = new Progress(acknowledged, givenUp);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var open = 0;
            foreach (var state in Open)
                open += left.Count(await ListAsync($"&state={state}", cancellationToken));
            if (open < left.Min)
                watch.Restart();
            left.Min = Math.Min(left.Min, open);
            if (open == 0 || watch.Elapsed > Timeout)
                return left.Compare(await ListAsync("", cancellationToken), open);
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<(LoadMark Mark, string State)>> ListAsync(string filter, CancellationToken cancellationToken)
    {
        var found = new List<(LoadMark, string)>();
        string? cursor = null;
        do
        {
            var page = await _http.GetFromJsonAsync<JsonElement>(
                new Uri($"{_messages}?limit=200&since={_since}{filter}{(cursor is null ? "" : $"&cursor={cursor}")}"), cancellationToken);
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                found.Add((new LoadMark(
                    item.GetProperty("openId").GetString() ?? "",
                    item.GetProperty("msgType").GetString() ?? "",
                    item.GetProperty("event").GetString(),
                    item.GetProperty("createTime").GetInt64()), item.GetProperty("state").GetString() ?? ""));
            }

            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return found;
    }

    private sealed class Progress(IReadOnlyCollection<LoadMark> acknowledged, IReadOnlyCollection<LoadMark> givenUp)
    {
        private readonly Dictionary<LoadMark, int> _acknowledged = acknowledged.CountBy(mark => mark).ToDictionary();
        private readonly Dictionary<LoadMark, int> _givenUp = givenUp.CountBy(mark => mark).ToDictionary();

        public int Min { get; set; } = int.MaxValue;

        public int Count(List<(LoadMark Mark, string State)> items) => items.Count(item => IsOurs(item.Mark));

        public LoadStored Compare(List<(LoadMark Mark, string State)> items, int open)
        {
            var ours = items.Where(item => IsOurs(item.Mark)).ToList();
            var stored = ours.CountBy(item => item.Mark).ToDictionary();
            return new LoadStored(
                ours.Count,
                _acknowledged.Sum(mark => Math.Max(0, mark.Value - stored.GetValueOrDefault(mark.Key))),
                stored.Sum(mark => Math.Max(0, mark.Value - _acknowledged.GetValueOrDefault(mark.Key) - _givenUp.GetValueOrDefault(mark.Key))),
                open,
                ours.Count(item => item.State == "dead"));
        }

        private bool IsOurs(LoadMark mark) => _acknowledged.ContainsKey(mark) || _givenUp.ContainsKey(mark);
    }
}
