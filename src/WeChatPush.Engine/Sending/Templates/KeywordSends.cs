using Microsoft.Extensions.Logging;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Sending;

/// <summary>Sends messages that are made of a template, one at a time to each user.</summary>
internal sealed partial class KeywordSends(
    WeChatApi api, ISendTurns turns, TimeProvider time, ILogger<KeywordSends> logger)
{
    /// <summary>Makes one send. Throws only when the caller cancels before anything was written.</summary>
    public async ValueTask<(ApiResult Result, TimeSpan Duration)> SendAsync(
        string app, string path, KeywordMessage message, string? formId, CancellationToken cancellationToken)
    {
        await using var turn = await turns.TakeAsync(app, message.ToUser, cancellationToken);
        if (message.Cue is { } cue)
            await cue(cancellationToken);
        var begun = time.GetTimestamp();
        var result = await api.CallAsync(
            new() { App = app, Api = path, Body = message.Write(formId), Note = message.Note }, cancellationToken);
        Log(app, message, result);
        return (result, time.GetElapsedTime(begun));
    }

    /// <summary>Operator and quota errors are logged where the stop begins, once; not here, for every message.</summary>
    private void Log(string app, KeywordMessage message, ApiResult result)
    {
        var (template, user) = (message.TemplateId, ShortOpenId.Shorten(message.ToUser));
        switch (result.Class)
        {
            case ErrorClass.User:
                LogRefused(logger, template, app, user, result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Request:
                LogRequest(logger, template, app, user, result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Busy when result.Called:
                LogBusy(logger, template, app, user, result.ErrCode, result.ErrMsg);
                break;
            case ErrorClass.Uncertain:
                LogUncertain(logger, template, app, user, result.ErrMsg);
                break;
        }
    }

    [LoggerMessage(550, LogLevel.Information,
        "WeChat refuses a message of template {Template} of app {App} to {User}: {ErrCode} {ErrMsg}")]
    private static partial void LogRefused(
        ILogger logger, string template, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(551, LogLevel.Error,
        "A message of template {Template} of app {App} to {User} is wrong: {ErrCode} {ErrMsg}")]
    private static partial void LogRequest(
        ILogger logger, string template, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(552, LogLevel.Warning,
        "A message of template {Template} of app {App} to {User} was not sent, WeChat is busy or out of reach: "
        + "{ErrCode} {ErrMsg}")]
    private static partial void LogBusy(
        ILogger logger, string template, string app, string user, int? errCode, string? errMsg);

    [LoggerMessage(553, LogLevel.Warning,
        "A message of template {Template} of app {App} to {User} may or may not have been sent: {ErrMsg}")]
    private static partial void LogUncertain(
        ILogger logger, string template, string app, string user, string? errMsg);
}
