using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using WeChatPush.EndToEndTests.Harness;

namespace WeChatPush.EndToEndTests.Events;

/// <summary>A client of <c>GET /api/v1/events</c>.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpClient http, Stream stream) =>
        (_http, _items) = (http, SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator());

    /// <summary>The id to continue with.</summary>
    public string? LastId { get; private set; }

    /// <summary>Opens a stream, and returns when it tells what happens from then on.</summary>
    public static async Task<EventStream> OpenAsync(Uri server, string query = "", string? after = null)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminClient.Key);
        if (after is not null)
            http.DefaultRequestHeaders.Add("Last-Event-ID", after);
        var stream = new EventStream(http, await http.GetStreamAsync($"/api/v1/events{query}"));
        if (after is null)
            (await stream.NextAsync()).ShouldNotBeNull().EventType.ShouldBe("heartbeat");
        return stream;
    }

    /// <summary>The next event; <see langword="null"/>: the server has ended the stream.</summary>
    public async Task<SseItem<string>?> NextAsync()
    {
        if (!await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)))
            return null;
        LastId = _items.Current.EventId ?? LastId;
        return _items.Current;
    }

    /// <summary>The next event of a kind.</summary>
    public async Task<SseItem<string>> NextAsync(string kind)
    {
        while (true)
        {
            if ((await NextAsync()).ShouldNotBeNull() is var item && item.EventType == kind)
                return item;
        }
    }

    /// <summary>Reads until the server ends the stream.</summary>
    public async Task ReadToEndAsync()
    {
        while (await NextAsync() is not null)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Task.WhenAny(_items.DisposeAsync().AsTask());
    }
}
