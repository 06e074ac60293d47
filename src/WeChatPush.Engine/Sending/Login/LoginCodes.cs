using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// <c>code2Session</c>. Only the openid is taken from its answer: the session key decrypts what users submit, and
/// nothing here needs that.
/// </summary>
internal sealed partial class LoginCodes(
    WeChatClient client, SendStops stops, AppCatalog apps, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time,
    ILogger<LoginCodes> logger) : ILoginCodes
{
    /// <inheritdoc/>
    public async ValueTask<LoginResult> ExchangeAsync(string app, string code, CancellationToken cancellationToken)
    {
        if (apps.Find(app)?.Options is not { } settings || string.IsNullOrEmpty(settings.AppSecret))
            return Report(app, new(null, ErrorClass.Operator, ErrMsg: $"WeChatPush:Apps:{app}:AppSecret is not set"));

        var pass = stops.EnterAlone(app, SendApis.Login, new(settings));
        if (pass.Denied is { } stop)
            return new(null, ClassOf(stop.Reason), stop.ErrCode, stop.ErrMsg) { RetryAfter = stop.Until };
        ApiResult? result = null;
        try
        {
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
        if (result.Class is ErrorClass.Operator)
            LogOperator(logger, app, result.ErrCode, result.ErrMsg, OperatorHints.For(result.ErrCode));
        return result;
    }

    [LoggerMessage(560, LogLevel.Error, "Users of app {App} cannot be identified: {ErrCode} {ErrMsg}. {Hint}")]
    private static partial void LogOperator(ILogger logger, string app, int? errCode, string? errMsg, string? hint);
}
