using System.Globalization;
using System.Text.Json;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>Subscribe messages, with the rules for keyword values that callers trip over most.</summary>
internal static class SubscribeSendApi
{
    private const int MaxThing = 20;
    private static readonly string[] States = ["developer", "trial", "formal"];
    private static readonly string[] Languages = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

    // Somewhere else at each start, so that ids in a store that outlives the process are not given twice.
    private static long _lastMsgId = 3_248_682_510_344_192_008 + Random.Shared.NextInt64(1L << 50);

    public static FakeAnswer Send(FakeWeChat weChat, FakeRequest request)
    {
        if ((SendRules.Check(request) ?? CheckTemplate(request) ?? CheckWords(request)) is { } refusal)
            return refusal;
        if (weChat.EnforceCredits && !weChat.Credits.TrySpend(request.OpenId!, request.Text("template_id")!))
            return FakeAnswer.Error(43101, "user refuse to accept the msg");

        var msgId = Interlocked.Increment(ref _lastMsgId);
        var answer = FakeAnswer.Ok();
        answer.Body["msgid"] = msgId;
        return answer with { MsgId = msgId };
    }

    private static FakeAnswer? CheckWords(FakeRequest request) =>
        !IsOneOf(request, "miniprogram_state", States) ? SendRules.Invalid("miniprogram_state")
        : !IsOneOf(request, "lang", Languages) ? SendRules.Invalid("lang")
        : null;

    private static bool IsOneOf(FakeRequest request, string member, string[] words) =>
        !request.Json.TryGetProperty(member, out _) || words.Contains(request.Text(member));

    internal static FakeAnswer? CheckTemplate(FakeRequest request)
    {
        if (string.IsNullOrEmpty(request.Text("template_id")))
            return FakeAnswer.Error(40037, "invalid template_id");
        if (!request.Json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            return SendRules.Invalid("data");

        foreach (var keyword in data.EnumerateObject())
        {
            if (!IsValid(keyword))
                return SendRules.Invalid($"data.{keyword.Name}.value");
        }

        return null;
    }

    private static bool IsValid(JsonProperty keyword) =>
        keyword.Value.ValueKind == JsonValueKind.Object
        && keyword.Value.TryGetProperty("value", out var value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
        && value.ToString() is { Length: > 0 } text
        && !text.Any(char.IsControl)
        && (!keyword.Name.StartsWith("thing", StringComparison.Ordinal) || new StringInfo(text).LengthInTextElements <= MaxThing);
}
