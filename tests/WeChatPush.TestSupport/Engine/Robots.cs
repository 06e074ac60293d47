using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.TestSupport.Engine;

/// <summary>
/// Plays the group robots of 企业微信, 钉钉 and 飞书 and a webhook, as their pages describe them: checks key and signature, answers 200
/// with a code of its own, and keeps what it took.
/// </summary>
internal sealed class Robots : IAsyncDisposable
{
    /// <summary>The key in every address.</summary>
    public const string Key = "693a91f6-0000-4bc4-97a0-0ec2sifa5aaa";

    /// <summary>What 钉钉 and 飞书 are signed for with.</summary>
    public const string Secret = "SEC0123456789abcdef0123456789abcdef";

    private readonly List<RobotMessage> _messages = [];
    private readonly TimeProvider _time;
    private readonly bool _areSigned;
    private TestServer _server = null!;

    private Robots(TimeProvider time, bool areSigned) => (_time, _areSigned) = (time, areSigned);

    /// <summary>What was taken.</summary>
    public IReadOnlyList<RobotMessage> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    /// <summary>How many requests came, those that were refused included.</summary>
    public int Requests { get; private set; }

    /// <summary>Answers in the place of the robots, if set and it answers true.</summary>
    public Func<HttpContext, bool>? Instead { get; set; }

    public string WeCom => Address($"/cgi-bin/webhook/send?key={Key}");

    public string DingTalk => Address($"/robot/send?access_token={Key}");

    public string Feishu => Address($"/open-apis/bot/v2/hook/{Key}");

    public string Webhook => Address($"/alerts/{Key}");

    /// <summary>Starts them; signed, 钉钉 and 飞书 want signatures.</summary>
    public static async Task<Robots> StartAsync(TimeProvider? time = null, bool areSigned = true)
    {
        var robots = new Robots(time ?? TimeProvider.System, areSigned);
        robots._server = await TestServer.StartAsync(robots.HandleAsync);
        return robots;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Address(string path) => new Uri(_server.Url, path).ToString();

    private async Task HandleAsync(HttpContext context)
    {
        Requests++;
        if (Instead?.Invoke(context) == true)
            return;
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        var json = JsonElement.Parse(body);
        var answer = context.Request.Path.Value switch
        {
            "/cgi-bin/webhook/send" => OfWeCom(context.Request.Query, json),
            "/robot/send" => OfDingTalk(context.Request.Query, json),
            $"/open-apis/bot/v2/hook/{Key}" => OfFeishu(json),
            _ => Keep("Webhook", json.TryGetProperty("text", out var text) ? text.GetString()! : "", json, body, context.Request.Headers),
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }

    private string OfWeCom(IQueryCollection query, JsonElement body) => query["key"] != Key
        ? $$"""{"errcode":93000,"errmsg":"invalid webhook url, hint: [{{query["key"]}}]"}"""
        : body.GetProperty("msgtype").GetString() != "markdown"
            ? """{"errcode":40008,"errmsg":"invalid message type"}"""
            : Keep("WeCom", body.GetProperty("markdown").GetProperty("content").GetString()!, body);

    private string OfDingTalk(IQueryCollection query, JsonElement body)
    {
        if (query["access_token"] != Key)
            return """{"errcode":300001,"errmsg":"token is not exist"}""";
        var timestamp = query["timestamp"].ToString();
        if (_areSigned && !(IsNow(timestamp, milliseconds: true) && query["sign"] == Sign(Secret, $"{timestamp}\n{Secret}")))
            return """{"errcode":310000,"errmsg":"sign not match"}""";
        var markdown = body.GetProperty("markdown");
        return Keep("DingTalk", $"{markdown.GetProperty("title").GetString()}|{markdown.GetProperty("text").GetString()}", body);
    }

    private string OfFeishu(JsonElement body)
    {
        var timestamp = body.TryGetProperty("timestamp", out var time) ? time.GetString()! : "";
        if (_areSigned && !(IsNow(timestamp, milliseconds: false) && body.GetProperty("sign").GetString() == Sign($"{timestamp}\n{Secret}", "")))
            return """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time","data":{}}""";
        Keep("Feishu", body.GetProperty("content").GetProperty("text").GetString()!, body);
        return """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""";
    }

    private string Keep(string robot, string text, JsonElement json, byte[]? body = null, IHeaderDictionary? headers = null)
    {
        lock (_messages)
            _messages.Add(new(robot, text, json, body ?? [], headers?.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase) ?? []));
        return """{"errcode":0,"errmsg":"ok"}""";
    }

    private bool IsNow(string timestamp, bool milliseconds) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && (_time.GetUtcNow() - (milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number))).Duration() < TimeSpan.FromHours(1);

    private static string Sign(string key, string text)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(key));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>A message that a robot took.</summary>
/// <param name="Robot">Which.</param>
/// <param name="Text">What the group sees.</param>
/// <param name="Json">The request.</param>
/// <param name="Body">The same to the byte; of a webhook.</param>
/// <param name="Headers">Its headers; of a webhook.</param>
internal sealed record RobotMessage(string Robot, string Text, JsonElement Json, byte[] Body, IReadOnlyDictionary<string, string> Headers);
