using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>Subscribe messages (订阅消息): each needs a permit of the user for its template.</summary>
internal sealed class SubscribeMessages(KeywordSends sends)
{
    /// <summary>Sends one. Throws only when the caller cancels before anything was written.</summary>
    public async ValueTask<SendResult> SendAsync(
        string app, KeywordMessage message, CancellationToken cancellationToken)
    {
        var (result, duration) = await sends.SendAsync(
            app, SendApis.SubscribeMessage, message, formId: null, cancellationToken);
        return SendResult.From(result, duration) with { MsgId = MsgIdOf(result) };
    }

    /// <summary>A number of 64 bits, which WeChat now and then leaves out.</summary>
    private static string? MsgIdOf(ApiResult result)
    {
        if (result.Class is not ErrorClass.Sent || result.Answer.IsEmpty)
            return null;
        using var document = JsonDocument.Parse(result.Answer);
        if (!document.RootElement.TryGetProperty("msgid"u8, out var id))
            return null;
        return id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? id.ToString() : null;
    }
}
