using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Listening;

/// <summary>
/// Hears of an app's pushes over the server-sent events of the admin API, and fetches each. A connection that breaks is made again, and
/// goes on where it stopped.
/// </summary>
internal sealed class PushListener : IDisposable
{
    private const string Skipped = "skipped";
    private const string LastEventId = "Last-Event-ID";
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly string _app;
    private string? _last;
    private string? _appId;

    public PushListener(Uri server, string adminKey, string app)
    {
        (_server, _app) = (server, app);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
    }

    /// <summary>Called when the connection is there: what comes from now on is heard.</summary>
    public Action? Connected { get; init; }

    /// <summary>Called with a line for the user: the connection broke, or pushes were not told.</summary>
    public Action<string>? Told { get; init; }

    private string AppPath => $"/api/v1/apps/{Uri.EscapeDataString(_app)}";

    /// <summary>The pushes, as they come, until it is cancelled.</summary>
    /// <exception cref="ListenException">The server cannot be listened to, and another try would not change that.</exception>
    public async IAsyncEnumerable<HeardPush> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _appId = (await GetAsync<AppAnswer>(AppPath, cancellationToken))?.AppId
            ?? throw new ListenException($"the server has no app {_app}, or it is no WeChatPush");
        while (true)
        {
            await using var events = HearAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(events))
            {
                if (await FindAsync(events.Current, cancellationToken) is { } push)
                    yield return push;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<string> events)
    {
        try
        {
            if (await events.MoveNextAsync())
                return true;
            Told?.Invoke("The server ended the stream; connecting again.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            Told?.Invoke("The connection broke; connecting again.");
        }

        return false;
    }

    // The ids of the pushes that the server tells of.
    private async IAsyncEnumerable<string> HearAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server, $"/api/v1/events?app={Uri.EscapeDataString(_app)}&kinds=push"));
        if (_last is not null)
            request.Headers.Add(LastEventId, _last);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
            throw new ListenException(Explain(response.StatusCode));
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var isFirst = true;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            // The first event is a heartbeat: the server listens.
            if (isFirst)
                Connected?.Invoke();
            isFirst = false;
            _last = string.IsNullOrEmpty(item.EventId) ? _last : item.EventId;
            using var data = JsonDocument.Parse(item.Data);
            if (item.EventType == Skipped)
                Told?.Invoke("Some pushes were not told here: more came than the server tells of (20 a second), or the connection was away too long.");
            else if (data.RootElement.TryGetProperty("id", out var id) && id.GetString() is { } name)
                yield return name;
        }
    }

    private async Task<HeardPush?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var push = await GetAsync<HeardPush>($"{AppPath}/messages/{Uri.EscapeDataString(id)}", cancellationToken);
        return push is { Masked: true }
            ? throw new ListenException("this key does not show what users write: it needs the role operator")
            : push is null ? null : push with { App = _app, AppId = _appId! };
    }

    private async Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_server, path), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            if (!response.IsSuccessStatusCode)
                throw new ListenException(Explain(response.StatusCode));
            return JsonSerializer.Deserialize<T>(await response.Content.ReadAsStringAsync(cancellationToken), JsonSerializerOptions.Web);
        }
        catch (HttpRequestException error)
        {
            throw new ListenException(ConnectionProblem.Explain(error, _server));
        }
        catch (JsonException)
        {
            throw new ListenException($"{_server.Authority} answers as no WeChatPush does");
        }
    }

    private string Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the server does not know this admin key: it lies in <DataDirectory>/admin-key",
        HttpStatusCode.Forbidden => $"this key is not for the app {_app}",
        HttpStatusCode.NotFound => $"the server has no app {_app}, or it is no WeChatPush",
        _ => $"the server answered {(int)status}",
    };

    private sealed record AppAnswer(string? AppId);
}
