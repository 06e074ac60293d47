using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Alerts;

/// <summary>
/// A message in the form that its destination takes, signed for one attempt. <see langword="null"/> in the place of an alert is
/// the test message.
/// </summary>
/// <remarks>
/// 企业微信: developer.work.weixin.qq.com, 群机器人配置说明. 钉钉: open.dingtalk.com, 自定义机器人安全设置 (the key is the secret, and signs
/// milliseconds). 飞书: open.feishu.cn, 自定义机器人使用指南 (the key is time and secret, and signs nothing; seconds).
/// </remarks>
internal sealed class AlertRequest(AlertDestination destination, AlertMessage? alert, string id)
{
    /// <summary>Where it goes.</summary>
    public AlertDestination Destination => destination;

    /// <summary>The request, ready to be sent once.</summary>
    public HttpRequestMessage ToMessage(DateTimeOffset now) => destination.Kind switch
    {
        AlertDestinationKind.Webhook => Webhook(now),
        AlertDestinationKind.WeCom => Post(destination.Url, WeCom()),
        AlertDestinationKind.DingTalk => Post(SignedUrl(now), DingTalk()),
        _ => Post(destination.Url, Feishu(now)),
    };

    private (string Title, IReadOnlyList<string> Lines) Texts =>
        alert is null ? (AlertTexts.TestTitle, [AlertTexts.TestLine]) : AlertTexts.Chinese(alert);

    private HttpRequestMessage Webhook(DateTimeOffset now)
    {
        var body = Write(WriteAlert);
        var request = Post(destination.Url, body);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        if (WebhookSignature.TryReadSecret(destination.Secret, out var key))
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Compute(key, id, timestamp, body.Span));
        return request;
    }

    private void WriteAlert(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, alert is null ? "test" : EnumNames<AlertKind>.Get(alert.Kind));
        if (alert is null)
        {
            writer.WriteString("text"u8, "A test of the alerts of WeChatPush: nothing is wrong.");
            writer.WriteEndObject();
            return;
        }

        if (alert.Apps is [{ Length: > 0 } app])
            writer.WriteString("app"u8, app);
        writer.WriteStartArray("apps"u8);
        foreach (var name in alert.Named)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteNumber("appCount"u8, alert.Apps.Count(name => name.Length > 0));
        writer.WriteString("state"u8, alert.IsOver ? "resolved" : "raised");
        if (alert.Count is { } count)
            writer.WriteNumber("count"u8, count);
        writer.WriteString("since"u8, alert.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (alert is { IsOver: false, Detail: { } detail })
            writer.WriteString("detail"u8, detail);
        writer.WriteString("text"u8, AlertTexts.English(alert));
        if (AlertTexts.EnglishHint(alert) is { } hint)
            writer.WriteString("hint"u8, hint);
        if (alert.Instance is { } instance)
            writer.WriteString("instance"u8, instance);
        writer.WriteEndObject();
    }

    private ReadOnlyMemory<byte> WeCom() => Write(writer =>
    {
        var (title, lines) = Texts;
        writer.WriteStartObject();
        writer.WriteString("msgtype"u8, "markdown");
        writer.WriteStartObject("markdown"u8);
        writer.WriteString("content"u8, string.Join('\n', [$"**{title}**", .. lines.Select(line => $"> {line}")]));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    // A single line break is none in its markdown.
    private ReadOnlyMemory<byte> DingTalk() => Write(writer =>
    {
        var (title, lines) = Texts;
        writer.WriteStartObject();
        writer.WriteString("msgtype"u8, "markdown");
        writer.WriteStartObject("markdown"u8);
        writer.WriteString("title"u8, title);
        writer.WriteString("text"u8, string.Join("\n\n", [$"**{title}**", .. lines]));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private ReadOnlyMemory<byte> Feishu(DateTimeOffset now) => Write(writer =>
    {
        var (title, lines) = Texts;
        writer.WriteStartObject();
        if (destination.Secret is { } secret)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            writer.WriteString("timestamp"u8, timestamp);
            writer.WriteString("sign"u8, Sign($"{timestamp}\n{secret}", ""));
        }

        writer.WriteString("msg_type"u8, "text");
        writer.WriteStartObject("content"u8);
        writer.WriteString("text"u8, string.Join('\n', [title, .. lines]));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private string SignedUrl(DateTimeOffset now)
    {
        if (destination.Secret is not { } secret)
            return destination.Url;
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var mark = destination.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{destination.Url}{mark}timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(secret, $"{timestamp}\n{secret}"))}";
    }

    private static string Sign(string key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private static HttpRequestMessage Post(string url, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("WeChatPush", null));
        return request;
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
