using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;

namespace WeChatPush.Simulator.Chat;

/// <summary>A message that the server sent to the user on the page, or tried to.</summary>
internal sealed record ChatMessage
{
    /// <summary>WeChat's <c>msgtype</c>, or <c>subscribe</c> or <c>template</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The part of the request that belongs to the kind.</summary>
    public JsonElement? Content { get; init; }

    public required bool Delivered { get; init; }

    public int? ErrCode { get; init; }

    /// <summary>What the errcode means.</summary>
    public string? Reason { get; init; }

    /// <summary>Refused for its access token only: the server fetches another, and sends the message again.</summary>
    public bool ComesAgain { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The request to the API as it came.</summary>
    public required string Raw { get; init; }

    public static ChatMessage From(FakeCall call)
    {
        var kind = call.Api switch
        {
            FakeApis.SubscribeSend => "subscribe",
            FakeApis.TemplateSend => "template",
            _ => Property(call.Json, "msgtype")?.ToString() ?? "?",
        };
        return new ChatMessage
        {
            Kind = kind,
            Content = Property(call.Json, call.Api == FakeApis.CustomSend ? kind : "data"),
            Delivered = call.Delivered,
            ErrCode = call.ErrCode,
            Reason = WeChatErrors.Describe(call.ErrCode ?? 0),
            ComesAgain = WeChatErrors.Classify(call.ErrCode ?? 0) is ErrorClass.Credential,
            At = call.At,
            Raw = call.Body,
        };
    }

    private static JsonElement? Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
