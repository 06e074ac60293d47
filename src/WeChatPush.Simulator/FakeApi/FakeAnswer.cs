using System.Text.Json.Nodes;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>What an API answers. WeChat reports every failure inside HTTP 200.</summary>
internal sealed record FakeAnswer(int ErrCode, JsonObject Body)
{
    /// <summary>Set for subscribe messages.</summary>
    public long? MsgId { get; init; }

    /// <summary>Answered instead of JSON.</summary>
    public FakeMediaFile? File { get; init; }

    public static FakeAnswer Ok() => new(0, new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok" });

    /// <summary>Tokens and sessions come without an errcode.</summary>
    public static FakeAnswer With(JsonObject body) => new(0, body);

    public static FakeAnswer Error(int code, string message) =>
        new(code, new JsonObject { ["errcode"] = code, ["errmsg"] = $"{message} rid: {Rid()}" });

    private static string Rid()
    {
        var hex = Guid.NewGuid().ToString("N");
        return $"{hex[..8]}-{hex[8..16]}-{hex[16..24]}";
    }
}
