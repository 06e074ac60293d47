using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// What the operator has to do about an answer of WeChat, in the words of the settings and of WeChat's console.
/// </summary>
internal static class OperatorHints
{
    /// <summary>A sentence, or <see langword="null"/> when the answer's own words must do.</summary>
    public static string? For(int? errCode, bool isInCloud = false) => errCode switch
    {
        null => null,
        40001 or 40014 or 41001 or 42001 when isInCloud =>
            "No side-car added the credential: switch 开放接口服务 on in the console of cloud hosting, and deploy anew.",
        40001 or 40014 or 41001 or 42001 =>
            "It refuses even a new access token, or the secret it is fetched with: check AppId and AppSecret.",
        40013 => "Check AppId, and that this account may use the API.",
        40125 or 41004 => "Check AppSecret; it is shown once, under 开发管理 › 开发设置.",
        40164 => "Add this server's IP address, which the message names, to the IP whitelist (开发管理 › 开发设置 › IP白名单).",
        { } code => WeChatErrors.Describe(code) is { } meaning ? $"It means: {meaning}." : null,
    };
}
