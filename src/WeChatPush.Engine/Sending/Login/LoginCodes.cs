using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// <c>code2Session</c>. Only the openid is taken from its answer: the session key decrypts what users submit, and
/// nothing here needs that.
/// </summary>
internal sealed partial class LoginCodes(
    WeChatClient client, AppCatalog apps, ILogger<LoginCodes> logger) : ILoginCodes
{
    private const string Path = "/sns/jscode2session";

    /// <inheritdoc/>
    public async ValueTask<LoginResult> ExchangeAsync(string app, string code, CancellationToken cancellationToken)
    {
        if (apps.Find(app)?.Options is not { } settings || string.IsNullOrEmpty(settings.AppSecret))
            return Report(app, new(null, ErrorClass.Operator, ErrMsg: $"WeChatPush:Apps:{app}:AppSecret is not set"));

        var result = await client.CallAsync(
            new()
            {
                Request = new()
                {
                    App = app,
                    Api = Path,
                    IsRead = true,
                    Query =
                    [
                        ("appid", settings.AppId),
                        ("secret", settings.AppSecret),
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
        return Report(app, Read(result));
    }

    private static LoginResult Read(ApiResult result)
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
            // Of the secret, not of a token.
            ErrorClass.Credential => ErrorClass.Operator,
            _ => result.Class,
        };
        return new(null, @class, result.ErrCode, result.ErrMsg);
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
