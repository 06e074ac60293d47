using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPush.TestSupport;

/// <summary>The backends of two apps: one answers after a while, the other at once and notes when each push came.</summary>
internal sealed class SlowBackend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeSpan _delay;
    private readonly ConcurrentQueue<long> _quick = new();
    private int _slow;

    private SlowBackend(TimeSpan delay)
    {
        _delay = delay;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The backend that takes its time.</summary>
    public string SlowUrl => $"{_app.Urls.Single()}/slow";

    /// <summary>The one that answers at once.</summary>
    public string QuickUrl => $"{_app.Urls.Single()}/quick";

    /// <summary>How often the slow one was called.</summary>
    public int SlowCalls => Volatile.Read(ref _slow);

    /// <summary>When the quick one was called, by <see cref="Stopwatch"/>.</summary>
    public IReadOnlyCollection<long> QuickCalls => _quick;

    public static async Task<SlowBackend> StartAsync(TimeSpan delay)
    {
        var backend = new SlowBackend(delay);
        await backend._app.StartAsync();
        return backend;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/quick")
        {
            _quick.Enqueue(Stopwatch.GetTimestamp());
            return;
        }

        Interlocked.Increment(ref _slow);
        await Task.Delay(_delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
