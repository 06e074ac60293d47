using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>An owner's backend that thinks for as long as a test wants, and answers with a new number each time.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private int _calls;

    private Backend()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>How often it was called.</summary>
    public int Calls => _calls;

    /// <summary>Completes when it is called.</summary>
    public Task Reached => _reached.Task;

    public static async Task<Backend> StartAsync()
    {
        var backend = new Backend();
        await backend._app.StartAsync();
        return backend;
    }

    /// <summary>Lets it answer.</summary>
    public void Go() => _go.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Go();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var call = Interlocked.Increment(ref _calls);
        _reached.TrySetResult();
        await _go.Task;
        await context.Response.WriteAsJsonAsync(new { reply = new { answer = $"number {call}" } });
    }
}
