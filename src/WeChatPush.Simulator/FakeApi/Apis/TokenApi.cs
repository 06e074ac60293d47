using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary><c>stable_token</c> and the older <c>token</c>.</summary>
internal static class TokenApi
{
    private const string GrantType = "client_credential";

    public static FakeAnswer Stable(FakeWeChat weChat, FakeRequest request)
    {
        if (!request.IsPost)
            return FakeAnswer.Error(43002, "require POST method");
        if (request.Json.ValueKind != JsonValueKind.Object)
            return FakeAnswer.Error(47001, "data format error");
        if (request.Text("grant_type") != GrantType)
            return FakeAnswer.Error(40002, "invalid grant_type");

        var appId = request.Text("appid");
        if (weChat.CheckAccount(appId, request.Text("secret")) is { } refusal)
            return refusal;

        var force = request.Json.TryGetProperty("force_refresh", out var flag) && flag.ValueKind == JsonValueKind.True;
        return weChat.Tokens.Stable(appId!, force) is var (token, expiresIn)
            ? Answer(token, expiresIn)
            : FakeAnswer.Error(45009, "reach max api daily quota limit");
    }

    public static FakeAnswer Fresh(FakeWeChat weChat, FakeRequest request)
    {
        if (request.Query("grant_type") != GrantType)
            return FakeAnswer.Error(40002, "invalid grant_type");

        var appId = request.Query("appid");
        if (weChat.CheckAccount(appId, request.Query("secret")) is { } refusal)
            return refusal;

        var (token, expiresIn) = weChat.Tokens.Fresh(appId!);
        return Answer(token, expiresIn);
    }

    /// <summary>The body for the record: a real AppSecret may have been sent here.</summary>
    public static string WithoutSecret(FakeRequest request)
    {
        if (request.Text("secret") is null)
            return request.Body;

        var body = JsonNode.Parse(request.Body)!.AsObject();
        body.Remove("secret");
        return body.ToJsonString();
    }

    private static FakeAnswer Answer(string token, int expiresIn) =>
        FakeAnswer.With(new JsonObject { ["access_token"] = token, ["expires_in"] = expiresIn });
}
