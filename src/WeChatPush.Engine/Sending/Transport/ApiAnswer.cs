using System.Globalization;
using System.Net;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// Reads what came back over HTTP. WeChat gives the outcome in <c>errcode</c>, nearly always inside a 200.
/// </summary>
internal static class ApiAnswer
{
    private const int MaxErrMsg = 500;

    /// <summary>
    /// The status decides for 5xx: a gateway answered, not the API. 504 means the gateway gave up waiting for an API
    /// that had the request. Then the body decides; where it cannot be read, a 2xx may have sent the message and
    /// everything else has not.
    /// </summary>
    public static ApiResult Read(HttpStatusCode status, ReadOnlyMemory<byte> body, string? contentType, WeChatCall call)
    {
        if (status is HttpStatusCode.GatewayTimeout)
            return Unread(ErrorClass.Uncertain, status);
        if ((int)status >= 500)
            return Unread(ErrorClass.Busy, status);
        if (ReadJson(body, call) is { } answer)
            return answer;

        return (int)status switch
        {
            >= 200 and < 300 when call.Request.AnswersFile && !body.IsEmpty => new()
            {
                Class = ErrorClass.Sent,
                Answer = body,
                ContentType = contentType ?? "application/octet-stream",
            },
            >= 200 and < 300 => Unread(ErrorClass.Uncertain, status),
            408 or 425 or 429 => Unread(ErrorClass.Busy, status),
            400 or 413 or 414 => Unread(ErrorClass.Request, status),
            _ => new()
            {
                // A redirect, a log-in page, a 404: the server that answered is not WeChat's API.
                Class = ErrorClass.Operator,
                ErrMsg = $"HTTP {(int)status} without JSON: "
                    + $"check WeChatPush:Apps:{call.Request.App}:ApiBaseUrl and any proxy in between",
            },
        };
    }

    private static ApiResult Unread(ErrorClass @class, HttpStatusCode status) =>
        new() { Class = @class, ErrMsg = $"HTTP {(int)status} without a readable answer" };

    private static ApiResult? ReadJson(ReadOnlyMemory<byte> body, WeChatCall call)
    {
        // A file is no JSON, and is not looked through.
        if (call.Request.AnswersFile && !IsObject(body.Span))
            return null;
        body = WeChatJson.ToStrict(body);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return null;
            if (Code(document.RootElement) is not { } code)
            {
                if (call.Request.SuccessLacksCode)
                    return new() { Class = ErrorClass.Sent, ErrCode = 0, Answer = body };

                // WeChat gives an id to a message that it took, and to no other.
                return !HasCode(document.RootElement) && MsgId(document.RootElement) is { } id
                    ? new() { Class = ErrorClass.Sent, Answer = body, MsgId = id }
                    : null;
            }

            return new()
            {
                Class = WeChatErrors.Classify(code),
                ErrCode = code,
                ErrMsg = Message(document.RootElement, call),
                Answer = body,
                MsgId = MsgId(document.RootElement),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsObject(ReadOnlySpan<byte> body) =>
        (body.StartsWith("\uFEFF"u8) ? body[3..] : body).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static int? Code(JsonElement answer)
    {
        // The gateway of WeChat's cloud spells it errCode.
        if (!answer.TryGetProperty("errcode", out var code) && !answer.TryGetProperty("errCode", out code))
            return null;
        return code.ValueKind switch
        {
            JsonValueKind.Number when code.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(code.GetString(), out var number) => number,
            _ => null,
        };
    }

    private static bool HasCode(JsonElement answer) =>
        answer.TryGetProperty("errcode", out _) || answer.TryGetProperty("errCode", out _);

    // A number of 64 bits, which a floating-point one would round.
    private static string? MsgId(JsonElement answer)
    {
        if (!answer.TryGetProperty("msgid", out var id))
            return null;
        var text = id.ValueKind switch
        {
            JsonValueKind.Number => id.GetRawText(),
            JsonValueKind.String => id.GetString(),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Message(JsonElement answer, WeChatCall call)
    {
        if (!answer.TryGetProperty("errmsg", out var message) && !answer.TryGetProperty("errMsg", out message))
            return null;
        try
        {
            return message.ValueKind is JsonValueKind.String ? Clean(message.GetString()!, call) : null;
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half a character; the code is what counts.
            return null;
        }
    }

    /// <summary>One line of bounded length, free of the secrets that went into the call.</summary>
    private static string Clean(string message, WeChatCall call)
    {
        foreach (var secret in (ReadOnlySpan<string?>)[call.AccessToken, call.Secret])
        {
            if (!string.IsNullOrEmpty(secret))
                message = message.Replace(secret, "***", StringComparison.Ordinal);
        }

        if (message.Length > MaxErrMsg)
            message = message[..MaxErrMsg] + "…";
        return string.Create(message.Length, message, static (target, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                target[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
    }
}
