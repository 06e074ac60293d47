using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Listening;

/// <summary>What takes the pushes on the developer's machine.</summary>
internal interface ILocalBackend : IDisposable
{
    /// <summary>Passes a push on; returns what came of it, in a line, and whether it was taken.</summary>
    Task<(bool Taken, string What)> DeliverAsync(HeardPush push, CancellationToken cancellationToken);
}

/// <summary>One that takes what the server forwards: Standard Webhooks.</summary>
internal sealed class ForwardBackend(Uri url, string? secret) : ILocalBackend
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = WeChatJson.Encoder };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <inheritdoc/>
    public async Task<(bool Taken, string What)> DeliverAsync(HeardPush push, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = push.Id,
            ["app"] = push.App,
            ["appId"] = push.AppId,
            ["receivedAt"] = push.ReceivedAt.UtcDateTime,
            ["attempt"] = 1,
            ["message"] = push.Message is { } message ? JsonNode.Parse(message.GetRawText()) : null,
        }.ToJsonString(Plain));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        Sign(request, push.Id, body);
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            using var response = await _http.SendAsync(request, cancellationToken);
            return (response.IsSuccessStatusCode, $"{(int)response.StatusCode} {TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:0} ms");
        }
        catch (HttpRequestException error)
        {
            return (false, ConnectionProblem.Explain(error, url));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, "no answer");
        }
    }

    public void Dispose() => _http.Dispose();

    private void Sign(HttpRequestMessage request, string id, byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        if (WebhookSignature.TryReadSecret(secret, out var key))
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Compute(key, id, timestamp, body));
    }
}

/// <summary>One that takes pushes as WeChat sends them: signed, and encrypted where it has a key.</summary>
internal sealed class WeChatBackend(SimulatedApp app) : ILocalBackend
{
    private readonly PushClient _client = new();

    /// <inheritdoc/>
    public async Task<(bool Taken, string What)> DeliverAsync(HeardPush push, CancellationToken cancellationToken)
    {
        var raw = Encoding.UTF8.GetBytes(push.Raw);
        var payload = new PushPayload
        {
            Format = push.Raw.AsSpan().TrimStart().StartsWith("<") ? PushFormat.Xml : PushFormat.Json,
            Body = raw,
            OpenId = push.OpenId ?? "",
            ToUserName = app.OriginalId,
        };
        var result = await _client.PushAsync(app, payload, cancellationToken: cancellationToken);
        var answer = result.Last.Problem ?? result.Last.Reply ?? "success";
        return (result.IsAccepted, $"{result.Last.Status?.ToString(CultureInfo.InvariantCulture) ?? "–"} {answer} {result.Last.Elapsed.TotalMilliseconds:0} ms");
    }

    public void Dispose() => _client.Dispose();
}
