using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPush.Simulator.Tests.Commands;

/// <summary>A receiver of clear pushes that acknowledges everything, and then does with it what a test wants.</summary>
internal sealed partial class LoadReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string OpenId, long CreateTime, string Words)> _pushes = new();
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _one = new(1);
    private int _requests;

    public LoadReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapPost("/wechat/shop", ReceiveAsync);
        _app.MapGet("/api/v1/apps/shop/messages", ListAsync);
        _app.MapGet("/api/_simulator/calls", CallsAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>How often each push is stored.</summary>
    public int Stores { get; init; } = 1;

    /// <summary>How often each text is answered.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>In which state a push ends.</summary>
    public string State { get; init; } = "done";

    /// <summary>How long nothing is answered, once in a while.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>The first tries that are refused.</summary>
    public int Refuses { get; init; }

    public async Task<LoadReceiver> StartAsync()
    {
        await _app.StartAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _one.Dispose();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var number = Interlocked.Increment(ref _requests);
        await _one.WaitAsync();
        if (number == 20)
            await Task.Delay(Stall);
        _one.Release();
        if (number <= Refuses)
        {
            context.Response.StatusCode = 503;
            return;
        }

        _pushes.Enqueue((OpenId().Match(body).Value, long.Parse(CreateTime().Match(body).Value), Words().Match(body).Value));
        await context.Response.WriteAsync("success");
    }

    private Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        items = from push in context.Request.Query["state"] is [{ } state] && state != State ? [] : _pushes.ToArray()
                from _ in Enumerable.Range(0, Stores)
                select new { openId = push.OpenId, msgType = "text", @event = (string?)null, createTime = push.CreateTime, state = State },
        next = (string?)null,
    });

    private Task CallsAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        (from push in _pushes.ToArray()
         from _ in Enumerable.Range(0, Answers)
         select push.Words).Select((words, i) => new { id = i + 1, delivered = true, body = words })
        .Where(call => call.id > int.Parse(context.Request.Query["after"].ToString())).Take(2000));

    [GeneratedRegex("""(?<="FromUserName":")[^"]*""")]
    private static partial Regex OpenId();

    [GeneratedRegex("""(?<="CreateTime":)[0-9]*""")]
    private static partial Regex CreateTime();

    [GeneratedRegex("load-[0-9a-f]{8}-[0-9]{8}")]
    private static partial Regex Words();
}
