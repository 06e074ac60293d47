using System.Globalization;
using System.Text.Json;

namespace WeChatPush.Alerts;

/// <summary>Reads what a destination answered. Robots answer 200 also when they refuse: their verdict is in the body.</summary>
internal static class RobotAnswer
{
    private const int MaxWords = 200;

    // Shorter parts of an address are words, and no keys.
    private const int MinKey = 8;

    /// <summary>What became of the message.</summary>
    /// <param name="destination">Where it went.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The beginning of the body.</param>
    public static AlertDelivery Read(AlertDestination destination, int status, ReadOnlySpan<byte> body)
    {
        var verdict = destination.Kind is AlertDestinationKind.Webhook ? null : ReadVerdict(destination.Kind, body);
        if (status is < 200 or >= 300 && verdict is null or { Code: 0 })
        {
            var words = status is >= 300 and < 400 ? $"HTTP {status} (redirects are not followed)" : $"HTTP {status}";
            return new(destination.Name, false, status, words) { Problem = words, IsTransient = status is 408 or 429 or >= 500 };
        }

        if (destination.Kind is AlertDestinationKind.Webhook)
            return new(destination.Name, true, status, $"HTTP {status}");
        if (verdict is not var (code, message))
            return Refused(destination, status, "the answer is none of such a robot: check the address");
        if (code == 0)
            return new(destination.Name, true, status, "ok");
        var hint = Hint(destination.Kind, code);
        var number = string.Create(CultureInfo.InvariantCulture, $"code {code}");
        return new(destination.Name, false, status, Join(number, Clean(destination, message), hint)) { Problem = Join(number, "", hint) };
    }

    private static AlertDelivery Refused(AlertDestination destination, int status, string words) =>
        new(destination.Name, false, status, words) { Problem = words };

    private static string Join(string code, string message, string? hint)
    {
        var said = message.Length == 0 ? code : $"{code} ({message})";
        return hint is null ? said : $"{said}: {hint}";
    }

    private static (long Code, string Message)? ReadVerdict(AlertDestinationKind kind, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var answer = document.RootElement;
            if (answer.ValueKind is not JsonValueKind.Object)
                return null;

            // 飞书 had StatusCode before it had code, and still answers both.
            var isFeishu = kind is AlertDestinationKind.Feishu;
            var code = Number(answer, isFeishu ? "code" : "errcode") ?? (isFeishu ? Number(answer, "StatusCode") : null);
            return code is { } known ? (known, Text(answer, isFeishu ? "msg" : "errmsg") ?? "") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Number(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement answer, string name)
    {
        try
        {
            return answer.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate.
            return null;
        }
    }

    // What comes from outside is cut, is one line, and does not repeat the robot's key or the secret.
    private static string Clean(AlertDestination destination, string message)
    {
        var url = new Uri(destination.Url);
        var keys = url.Query.Split('?', '&', '=').Concat(url.Segments.Select(segment => segment.Trim('/'))).Append(destination.Secret ?? "");
        foreach (var key in keys.Where(key => key.Length >= MinKey))
            message = message.Replace(key, "•••", StringComparison.OrdinalIgnoreCase);
        message = string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return message.Length <= MaxWords ? message : message[..MaxWords] + "…";
    }

    private static string? Hint(AlertDestinationKind kind, long code) => (kind, code) switch
    {
        (AlertDestinationKind.WeCom, 93000) => "the robot does not exist: copy its address again",
        (AlertDestinationKind.WeCom, 45009) => "a robot takes 20 messages a minute",
        (AlertDestinationKind.DingTalk, 300001 or 300005) => "the robot does not exist: copy its address again",
        (AlertDestinationKind.DingTalk, 310000) => "its security settings refuse it: the secret is wrong, this server's address or the word WeChatPush is not allowed, or the clock is off",
        (AlertDestinationKind.DingTalk, 410100 or 130101 or 660026) => "a robot takes 20 messages a minute",
        (AlertDestinationKind.Feishu, 19001) => "the robot does not exist: copy its address again",
        (AlertDestinationKind.Feishu, 19021) => "the secret is wrong, or this server's clock is off by more than an hour",
        (AlertDestinationKind.Feishu, 19022) => "this server's address is not on the robot's list",
        (AlertDestinationKind.Feishu, 19024) => "allow the keyword WeChatPush in the robot's settings",
        (AlertDestinationKind.Feishu, 11232 or 9499) => "a robot takes 100 messages a minute, or the request is wrong",
        _ => null,
    };
}
