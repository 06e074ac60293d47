using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>The owner's backend: takes the pushes it is given, or refuses those of some users.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly WebApplication _app;

    private Shop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>The status that a user's pushes are answered with.</summary>
    public Func<string, int> StatusOf { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>What it says to pushes that are answered inside the request.</summary>
    public string Word { get; set; } = "taken";

    /// <summary>The pictures and orders it took, in the order in which they came.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    public static async Task<Shop> StartAsync()
    {
        var shop = new Shop();
        await shop._app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var push = await context.Request.ReadFromJsonAsync<JsonElement>();
        var message = push.GetProperty("message");
        context.Response.StatusCode = StatusOf(message.GetProperty("FromUserName").GetString()!);
        if (context.Response.StatusCode != StatusCodes.Status200OK)
            return;
        _taken.Enqueue(message.GetProperty(message.TryGetProperty("MediaId", out _) ? "MediaId" : "OutTradeNo").GetString()!);
        await context.Response.WriteAsJsonAsync(new { reply = new { ErrCode = 0, ErrMsg = Word } });
    }
}
