using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.TestSupport.Engine;

/// <summary>An owner's backend: keeps what it gets, and answers in order, the last answer for ever.</summary>
internal sealed class Destination : IAsyncDisposable
{
    private readonly Queue<RequestDelegate> _answers;
    private readonly List<Forwarded> _calls = [];
    private readonly Channel<Forwarded> _feed = Channel.CreateUnbounded<Forwarded>();
    private TestServer _server = null!;

    private Destination(IEnumerable<RequestDelegate> answers) => _answers = new(answers);

    public Uri Url => _server.Url;

    public IReadOnlyList<Forwarded> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public static async Task<Destination> StartAsync(params RequestDelegate[] answers)
    {
        var destination = new Destination(answers.Length == 0 ? [Status(200)] : answers);
        destination._server = await TestServer.StartAsync(destination.HandleAsync);
        return destination;
    }

    public static RequestDelegate Status(int status, string? location = null) => context =>
    {
        context.Response.StatusCode = status;
        if (location is not null)
            context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public static RequestDelegate Answer(string body) => context => context.Response.WriteAsync(body);

    /// <summary>Holds the request until the caller gives up.</summary>
    public static async Task Silence(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // That is the answer.
        }
    }

    public static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>The next call, once it comes.</summary>
    public async Task<Forwarded> NextAsync() => await _feed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new Forwarded(context.Request.Method, context.Request.Path, headers, body.ToArray());
        RequestDelegate answer;
        lock (_calls)
        {
            _calls.Add(call);
            answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        }

        _feed.Writer.TryWrite(call);
        await answer(context);
    }
}

/// <summary>A request that arrived at a destination.</summary>
internal sealed record Forwarded(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Json => JsonElement.Parse(Body);
}
