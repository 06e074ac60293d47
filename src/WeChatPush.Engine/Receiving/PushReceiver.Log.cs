using Microsoft.Extensions.Logging;
using WeChatPush.Apps;

namespace WeChatPush.Receiving;

internal sealed partial class PushReceiver
{
    // Any client may call a push URL and must not fill the log: it gets the first of a kind, then every power of two.
    private void Report(App app, ReceiveOutcome outcome)
    {
        var count = statistics.Refuse(app.Name, outcome);
        if ((count & (count - 1)) != 0)
            return;
        switch (outcome)
        {
            case ReceiveOutcome.NotStored:
                LogNotStored(logger, app.Name, count);
                break;
            case ReceiveOutcome.Overloaded:
                LogOverloaded(logger, app.Name, count);
                break;
            case ReceiveOutcome.NotAnswered:
                LogNotAnswered(logger, app.Name, count);
                break;
            case ReceiveOutcome.BadSignature when app.Channel.Hosting == PushHosting.CloudFunction:
                LogBadRelay(logger, app.Name, count);
                break;
            case ReceiveOutcome.NotFromGateway:
                LogNotFromGateway(logger, app.Name, count);
                break;
            case ReceiveOutcome.FromClient:
                LogFromClient(logger, app.Name, count);
                break;
            case ReceiveOutcome.WrongSender:
                LogWrongSender(logger, app.Name, count);
                break;
            case ReceiveOutcome.NonceReused:
                LogNonceReused(logger, app.Name, count);
                break;
            case ReceiveOutcome.UnsignedPayment:
                LogUnsignedPayment(logger, app.Name, count);
                break;
            case ReceiveOutcome.BadSignature:
                LogBadSignature(logger, app.Name, count);
                break;
            case ReceiveOutcome.NotEncrypted:
                LogNotEncrypted(logger, app.Name, count);
                break;
            case ReceiveOutcome.NoKey:
                LogNoKey(logger, app.Name, count);
                break;
            case ReceiveOutcome.Undecryptable:
                LogUndecryptable(logger, app.Name, count);
                break;
            case ReceiveOutcome.WrongRecipient:
                LogWrongRecipient(logger, app.Name, count);
                break;
            case ReceiveOutcome.StaleTimestamp:
                LogStale(logger, app.Name, count);
                break;
            case ReceiveOutcome.TooLarge:
                LogTooLarge(logger, app.Name, count);
                break;
            case ReceiveOutcome.TooSlow:
                LogTooSlow(logger, app.Name, count);
                break;
            case ReceiveOutcome.NoMemory:
                LogNoMemory(logger, app.Name, count);
                break;
            default:
                LogRefused(logger, app.Name, outcome, count);
                break;
        }
    }

    [LoggerMessage(200, LogLevel.Error,
        "{App}: a push could not be stored and was answered 503, so that WeChat tries again ({Count} so far). See the store's own message, or raise WeChatPush:Receiving:AppendTimeout if the disk is only slow.")]
    private static partial void LogNotStored(ILogger logger, string app, long count);

    [LoggerMessage(213, LogLevel.Warning,
        "{App}: more comes than this server can take: a push had waited for longer than WeChatPush:Receiving:MaxWait and was answered 503, so that WeChat tries again ({Count} so far). Give the server more processor time, or more instances on one Redis.")]
    private static partial void LogOverloaded(ILogger logger, string app, long count);

    [LoggerMessage(210, LogLevel.Warning,
        "{App}: the content of an answer was not ready in time or its handler failed; the push was answered 503, so that WeChat tries again ({Count} so far). Its timeline says why.")]
    private static partial void LogNotAnswered(ILogger logger, string app, long count);

    [LoggerMessage(201, LogLevel.Warning,
        "{App}: a request was refused because its signature does not verify ({Count} so far). If WeChat sent it, WeChatPush:Apps:{App}:Token is not the Token in the mini program's console.")]
    private static partial void LogBadSignature(ILogger logger, string app, long count);

    [LoggerMessage(211, LogLevel.Warning,
        "{App}: a request was refused because its webhook-signature does not verify ({Count} so far). If your cloud function sent it, its secret is not WeChatPush:Apps:{App}:RelaySecret.")]
    private static partial void LogBadRelay(ILogger logger, string app, long count);

    [LoggerMessage(212, LogLevel.Warning,
        "{App}: a request was refused because it did not come through the gateway of WeChat's cloud hosting: it has no x-wx-source ({Count} so far). If WeChat calls this URL directly, set WeChatPush:Apps:{App}:Hosting to DeveloperServer.")]
    private static partial void LogNotFromGateway(ILogger logger, string app, long count);

    [LoggerMessage(214, LogLevel.Warning,
        "{App}: a request was refused because its x-wx-source is not one of WeChatPush:Apps:{App}:CloudSources ({Count} so far). Without that list all are trusted but wx_client and wx_devtools: any user of the mini program can send those.")]
    private static partial void LogFromClient(ILogger logger, string app, long count);

    [LoggerMessage(215, LogLevel.Warning,
        "{App}: a push was refused because its FromUserName is not the user of its x-wx-openid ({Count} so far). It is forged, or WeChatPush:Apps:{App}:Hosting is not how it came.")]
    private static partial void LogWrongSender(ILogger logger, string app, long count);

    [LoggerMessage(216, LogLevel.Warning,
        "{App}: a plaintext push was refused because its timestamp and nonce came before, with another push or with a URL verification ({Count} so far). It is forged: in plaintext mode no signature covers the content. Choose 安全模式 in the mini program's console and set WeChatPush:Apps:{App}:EncodingAesKey.")]
    private static partial void LogNonceReused(ILogger logger, string app, long count);

    [LoggerMessage(217, LogLevel.Warning,
        "{App}: a payment event was refused because no signature covers it, so anybody could have made it up ({Count} so far). Choose 安全模式 in the mini program's console and set WeChatPush:Apps:{App}:EncodingAesKey, or set WeChatPush:Apps:{App}:AllowUnsignedPayments to true if no stranger can reach this URL.")]
    private static partial void LogUnsignedPayment(ILogger logger, string app, long count);

    [LoggerMessage(202, LogLevel.Warning,
        "{App}: a plaintext push was refused because WeChatPush:Apps:{App}:EncodingAesKey is set ({Count} so far). Choose 安全模式 in the mini program's console, or set WeChatPush:Apps:{App}:Mode to Plaintext.")]
    private static partial void LogNotEncrypted(ILogger logger, string app, long count);

    [LoggerMessage(203, LogLevel.Warning,
        "{App}: an encrypted push was refused because WeChatPush:Apps:{App}:EncodingAesKey is not set ({Count} so far). Copy the EncodingAESKey from the mini program's console, or choose 明文模式 there.")]
    private static partial void LogNoKey(ILogger logger, string app, long count);

    [LoggerMessage(204, LogLevel.Warning,
        "{App}: a push was refused because it does not decrypt to this app ({Count} so far). WeChatPush:Apps:{App}:EncodingAesKey and WeChatPush:Apps:{App}:AppId must be those of the mini program's console.")]
    private static partial void LogUndecryptable(ILogger logger, string app, long count);

    [LoggerMessage(205, LogLevel.Warning,
        "{App}: a push was refused because it is addressed to another mini program than WeChatPush:Apps:{App}:OriginalId ({Count} so far).")]
    private static partial void LogWrongRecipient(ILogger logger, string app, long count);

    [LoggerMessage(206, LogLevel.Warning,
        "{App}: a request was refused because of its timestamp: it is older than WeChatPush:Deduplication:MessageWindow (a message) or EventWindow (an event), more than ten minutes ahead, or outside WeChatPush:Apps:{App}:TimestampTolerance, which is five minutes for a relay ({Count} so far). It is a replay, or this machine's clock is wrong.")]
    private static partial void LogStale(ILogger logger, string app, long count);

    [LoggerMessage(207, LogLevel.Warning,
        "{App}: a push was refused because it is larger than WeChatPush:Receiving:MaxBodyBytes ({Count} so far).")]
    private static partial void LogTooLarge(ILogger logger, string app, long count);

    [LoggerMessage(214, LogLevel.Warning,
        "{App}: a push was refused because it had not arrived whole within WeChatPush:Receiving:RequestTimeout ({Count} so far). WeChat gives up after five seconds; anything slower is not WeChat.")]
    private static partial void LogTooSlow(ILogger logger, string app, long count);

    [LoggerMessage(215, LogLevel.Warning,
        "{App}: a push was answered 503, so that WeChat tries again, because the bodies of other requests fill WeChatPush:Receiving:MaxBytesInFlight ({Count} so far). Raise it if this server has the memory and the requests are WeChat's.")]
    private static partial void LogNoMemory(ILogger logger, string app, long count);

    [LoggerMessage(208, LogLevel.Warning, "{App}: a request was refused: {Outcome} ({Count} so far).")]
    private static partial void LogRefused(ILogger logger, string app, ReceiveOutcome outcome, long count);
}
