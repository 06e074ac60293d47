using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Sending;

/// <summary>Customer-service messages, one at a time to each user.</summary>
internal sealed partial class CustomerMessages(
    WeChatApi api,
    ISendTurns turns,
    CustomerServiceWindows windows,
    SentMessages sent,
    TimeProvider time,
    ILogger<CustomerMessages> logger) : ICustomerMessages
{
    /// <inheritdoc/>
    public ValueTask<SendResult> SendAsync(
        string app, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(app, CustomerMessageReader.Read(body, isStrict: true), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(
        string app, CustomerMessage message, CancellationToken cancellationToken)
    {
        await using var turn = await turns.TakeAsync(app, message.ToUser, cancellationToken);
        if (await windows.IsKnownToBeClosedAsync(app, message.ToUser, cancellationToken))
        {
            var closed = new SendResult { Outcome = SendOutcome.WindowClosed, Class = ErrorClass.User };
            await sent.AddAsync(app, message, closed, time.GetUtcNow());
            return closed;
        }

        var (begun, begunAt) = (time.GetTimestamp(), time.GetUtcNow());
        var result = await api.CallAsync(
            new()
            {
                App = app,
                Api = SendApis.CustomerMessage,
                Body = message.Body,
                FromAppId = message.FromAppId,
                Note = message.Note,
            },
            cancellationToken);
        var end = SendResult.From(result, time.GetElapsedTime(begun));
        // One commit for both; but a refusal notes a window also where there was none, and what is kept depends on one.
        var kept = sent.AddAsync(app, message, end, begunAt).AsTask();
        if (end.Outcome is SendOutcome.Refused)
            await kept;
        await Task.WhenAll(kept, windows.ApplyAsync(app, message.ToUser, result, begunAt).AsTask());
        Log(app, message, result);
        return end;
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> TypingAsync(
        string app, string openId, bool typing, string? fromAppId, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var result = await api.CallAsync(
            new()
            {
                App = app,
                Api = SendApis.Typing,
                Body = TypingBody(openId, typing),
                FromAppId = fromAppId,
                Repeatable = false,
                StandsAlone = true,
            },
            cancellationToken);
        return SendResult.From(result, time.GetElapsedTime(begun));
    }

    private static ReadOnlyMemory<byte> TypingBody(string openId, bool typing)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("touser"u8, openId);
        writer.WriteString("command"u8, typing ? "Typing"u8 : "CancelTyping"u8);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Operator and quota errors are logged where the stop begins, once; not here, for every message.</summary>
    private void Log(string app, CustomerMessage message, ApiResult result)
    {
        switch (result.Class)
        {
            case ErrorClass.User:
                LogRefused(logger, app, ShortOpenId.Shorten(message.ToUser), result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Request:
                LogRequest(logger, message.MsgType, app, ShortOpenId.Shorten(message.ToUser), result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Busy when !result.Withheld:
                LogBusy(logger, app, ShortOpenId.Shorten(message.ToUser), result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Uncertain:
                LogUncertain(logger, app, ShortOpenId.Shorten(message.ToUser), result.ErrMsg);
                break;
        }
    }

    [LoggerMessage(540, LogLevel.Information, "WeChat refuses a message of app {App} to {User}: {ErrCode} {ErrMsg}")]
    private static partial void LogRefused(ILogger logger, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(541, LogLevel.Error, "A {MsgType} message of app {App} to {User} is wrong: {ErrCode} {ErrMsg}")]
    private static partial void LogRequest(
        ILogger logger, string msgType, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(542, LogLevel.Warning,
        "A message of app {App} to {User} was not sent, WeChat is busy or out of reach: {ErrCode} {ErrMsg}")]
    private static partial void LogBusy(ILogger logger, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(543, LogLevel.Warning, "A message of app {App} to {User} may or may not have been sent: {ErrMsg}")]
    private static partial void LogUncertain(ILogger logger, string app, string user, string? errMsg);
}
