using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Forwarding;

/// <summary>One Standard Webhooks POST: the push in its unified form, signed for each attempt.</summary>
internal sealed class ForwardRequest(
    ForwardRule rule, HandlingRequest push, string appId, PushMessage message, DateTimeOffset now)
{
    private readonly string _timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The rule it is made for.</summary>
    public ForwardRule Rule => rule;

    /// <summary>
    /// The same on every attempt, so that the destination can detect a repetition; a replay by hand is a new one.
    /// </summary>
    public string Id { get; } = push.Replays == 0 ? push.Id : $"{push.Id}.r{push.Replays}";

    /// <summary>The request, ready to be sent once.</summary>
    public HttpRequestMessage ToMessage()
    {
        var body = Body();
        var request = new HttpRequestMessage(HttpMethod.Post, rule.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(WebhookSignature.IdHeader, Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, _timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, rule.Sign(Id, _timestamp, body.Span));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("WeChatPush", null));
        return request;
    }

    private ReadOnlyMemory<byte> Body()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id);
        writer.WriteString("app"u8, push.App);
        writer.WriteString("appId"u8, appId);
        writer.WriteString("receivedAt"u8, push.ReceivedAt.UtcDateTime);
        writer.WriteNumber("attempt"u8, push.Attempt);
        writer.WritePropertyName("message"u8);
        message.Json.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
