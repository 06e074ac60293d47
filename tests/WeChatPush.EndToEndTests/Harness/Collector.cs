using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>Takes in what a server exports over OTLP (http/protobuf), as text that can be searched.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _received = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> has to be.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Everything of one signal, <c>metrics</c> or <c>traces</c>.</summary>
    public string this[string signal] => _received.GetValueOrDefault($"/v1/{signal}", "");

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // Strings lie in it as they are.
        var text = Encoding.UTF8.GetString(body.ToArray());
        _received.AddOrUpdate(context.Request.Path, text, (_, earlier) => earlier + text);
    }
}
