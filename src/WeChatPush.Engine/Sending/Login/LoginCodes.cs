using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Sending;

/// <summary>
/// <c>code2Session</c>. Only the openid is taken from its answer: the session key decrypts what users submit, and
/// nothing here needs that.
/// </summary>
internal sealed partial class LoginCodes(
    WeChatClient client, SendStops stops, LoginBudget budget, AppCatalog apps, IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time, ILogger<LoginCodes> logger) : ILoginCodes
{
    // By app and event. Anybody can send codes, and must not fill the log: the first of a kind, then every power of two.
    private readonly ConcurrentDictionary<(string App, int Event), long> _counts = new();

    /// <inheritdoc/>
    public async ValueTask<LoginResult> ExchangeAsync(string app, string code, CancellationToken cancellationToken)
    {
        if (apps.Find(app)?.Options is not { } settings)
            return new(null, ErrorClass.Operator, ErrMsg: "No app of this name is configured.");
        if (string.IsNullOrEmpty(settings.AppSecret))
            return Report(app, new(null, ErrorClass.Operator, ErrMsg: $"WeChatPush:Apps:{app}:AppSecret is not set"));

        var pass = stops.EnterAlone(app, SendApis.Login, new(settings));
        if (pass.Denied is { } stop)
            return new(null, ClassOf(stop.Reason), stop.ErrCode, stop.ErrMsg) { RetryAfter = stop.Until };
        ApiResult? result = null;
        try
        {
            if (!budget.TryTake(app, out var wait))
                return Refuse(app, wait);
            result = await CallAsync(app, settings, code, cancellationToken);
        }
        finally
        {
            stops.Leave(pass, result is not null && MayStop(result) ? result : null);
        }

        return Report(app, Read(result));
    }

    /// <summary>
    /// What a stranger's code can bring about stops nothing for the others: WeChat counts 45011 for each user here, and a
    /// page that is no answer of WeChat's may be a firewall that takes offence at the code.
    /// </summary>
    private static bool MayStop(ApiResult result) => result is not { Class: ErrorClass.Rate } and not { ErrCode: null };

    private static ErrorClass ClassOf(SendStopReason reason) =>
        reason is SendStopReason.Quota ? ErrorClass.Quota : ErrorClass.Operator;

    private async ValueTask<ApiResult> CallAsync(
        string app, AppOptions settings, string code, CancellationToken cancellationToken)
    {
        var result = await client.CallAsync(
            new()
            {
                Request = new()
                {
                    App = app,
                    Api = SendApis.Login,
                    IsRead = true,
                    Query =
                    [
                        ("appid", settings.AppId),
                        ("secret", settings.AppSecret!),
                        ("js_code", code),
                        ("grant_type", "authorization_code"),
                    ],
                    SuccessLacksCode = true,
                    // The code is used up by the first try, whatever became of its answer.
                    Repeatable = false,
                },
                BaseUrl = settings.ApiBaseUrl,
                Secret = settings.AppSecret,
            },
            cancellationToken);

        // Of the secret, not of a token.
        return result.Class is ErrorClass.Credential ? result.As(ErrorClass.Operator) : result;
    }

    private LoginResult Read(ApiResult result)
    {
        if (result.Class is ErrorClass.Sent)
        {
            return OpenIdIn(result.Answer) is { } openId
                ? new(openId, ErrorClass.Sent)
                : new(null, ErrorClass.Busy, ErrMsg: "WeChat answered without an openid");
        }

        var @class = result.Class switch
        {
            // Nothing is sent here, so not knowing is not having.
            ErrorClass.Uncertain => ErrorClass.Busy,
            _ => result.Class,
        };
        var retryAfter = @class is ErrorClass.Rate
            ? time.GetUtcNow() + options.CurrentValue.Sending.RatePause
            : result.RetryAfter;
        return new(null, @class, result.ErrCode, result.ErrMsg) { RetryAfter = retryAfter };
    }

    private static string? OpenIdIn(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("openid"u8, out var openId)
            && openId.ValueKind is JsonValueKind.String && openId.GetString() is { Length: > 0 } text ? text : null;
    }

    private LoginResult Report(string app, LoginResult result)
    {
        if (result.Class is ErrorClass.Operator && Counts(app, 560, out var count))
            LogOperator(logger, app, result.ErrCode, result.ErrMsg, count, OperatorHints.For(result.ErrCode));
        return result;
    }

    private LoginResult Refuse(string app, TimeSpan wait)
    {
        Metrics.Held(app, SendApis.Login, ErrorClass.Rate);
        if (Counts(app, 561, out var count))
            LogTooMany(logger, app, count);
        return new(null, ErrorClass.Rate, ErrMsg: "WeChatPush:Sending:LoginRate is reached") { RetryAfter = time.GetUtcNow() + wait };
    }

    private bool Counts(string app, int @event, out long count)
    {
        count = _counts.AddOrUpdate((app, @event), 1, static (_, count) => count + 1);
        return (count & (count - 1)) == 0;
    }

    [LoggerMessage(560, LogLevel.Error, "Users of app {App} cannot be identified: {ErrCode} {ErrMsg} ({Count} so far). {Hint}")]
    private static partial void LogOperator(ILogger logger, string app, int? errCode, string? errMsg, long count, string? hint);

    [LoggerMessage(561, LogLevel.Warning,
        "{App}: a code of wx.login was not exchanged, because more come than WeChatPush:Sending:LoginRate lets through ({Count} so far). Raise it if they are users' and WeChat's quota allows it.")]
    private static partial void LogTooMany(ILogger logger, string app, long count);
}
