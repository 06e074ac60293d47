using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>
/// <c>code2Session</c>: the code of <c>wx.login</c> for the user's openid. A code works once; it always stands for the same
/// user, as do others that differ only after a <c>#</c>. A code that begins with <c>invalid</c> is refused.
/// </summary>
internal static class SessionApi
{
    public static FakeAnswer Exchange(FakeWeChat weChat, FakeRequest request)
    {
        var appId = request.Query("appid");
        if (weChat.CheckAccount(appId, request.Query("secret")) is { } refusal)
            return refusal;
        if (request.Query("grant_type") != "authorization_code")
            return FakeAnswer.Error(40002, "invalid grant_type");
        if (request.Query("js_code") is not { Length: > 0 } code)
            return FakeAnswer.Error(41008, "missing code");
        if (code.StartsWith("invalid", StringComparison.Ordinal))
            return FakeAnswer.Error(40029, "invalid code");
        if (!weChat.UsedCodes.TryAdd(code, true))
            return FakeAnswer.Error(40163, "code been used");

        return FakeAnswer.With(new JsonObject
        {
            ["openid"] = FakeOpenId.From(appId!, code.Split('#')[0]),
            ["session_key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
        });
    }
}
