using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Everything that is known of one push.</summary>
internal sealed record MessageView : PushSummary
{
    /// <summary>The push in its unified JSON form, also when it came as XML.</summary>
    [JsonPropertyOrder(1)]
    public required JsonElement? Message { get; init; }

    /// <summary>The decrypted original, to the letter.</summary>
    [JsonPropertyOrder(2)]
    public required string Raw { get; init; }

    /// <summary>Whether what the user wrote is masked in message and raw.</summary>
    [JsonPropertyOrder(3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Masked { get; init; }

    /// <summary>Whether message and raw are gone, because their retention is over: it cannot be replayed.</summary>
    [JsonPropertyOrder(3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public required bool PayloadGone { get; init; }

    /// <summary>What WeChat's gateway said about it, by header; of cloud hosting only.</summary>
    [JsonPropertyOrder(3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    [JsonPropertyOrder(4)]
    public required IReadOnlyList<TimelineView> Timeline { get; init; }

    /// <summary>The calls to WeChat it led to, oldest first.</summary>
    [JsonPropertyOrder(5)]
    public required IReadOnlyList<SendView> Sends { get; init; }

    /// <summary>A push, as who asks may see it.</summary>
    public static MessageView From(PushDetail push, bool isMasked)
    {
        var view = From(push);
        return !isMasked || push.PayloadGone
            ? view
            : view with { Message = Mask(view.Message), Raw = PayloadMask.Text, Masked = true };
    }

    private static JsonElement? Mask(JsonElement? message) => message is { } clear ? PayloadMask.Apply(clear) : null;

    private static MessageView From(PushDetail push) => new()
    {
        Id = push.Id,
        State = push.State,
        MsgType = push.MsgType,
        Event = push.Event,
        OpenId = push.OpenId,
        CreateTime = push.CreateTime,
        ReceivedAt = push.ReceivedAt,
        Attempts = push.Attempts,
        Message = PushReader.Read(push.Body, out var message) == ReadOutcome.Ok ? message.Json : null,
        Raw = Encoding.UTF8.GetString(push.Body.Span),
        PayloadGone = push.PayloadGone,
        Source = push.Source,
        Timeline = [.. push.Timeline.Select(TimelineView.From)],
        Sends = [.. push.Sends.Select(SendView.From)],
    };
}

/// <summary>One call to WeChat; <c>durationMs</c> is null while it runs, <c>msgId</c> where WeChat gave the message none.</summary>
internal sealed record SendView(
    DateTimeOffset At, string Api, ApiOutcome? Outcome, int? Errcode, string? Errmsg, int? DurationMs, string? MsgId)
{
    public static SendView From(SendEntry send) =>
        new(send.At, send.Api, send.Outcome?.ForApi(), send.ErrCode, send.ErrMsg, send.DurationMs, send.MsgId);
}
