using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>A message to a user as the conversation keeps it.</summary>
/// <param name="At">When its call began.</param>
/// <param name="Kind">Its <c>msgtype</c>.</param>
/// <param name="Content">The member of that name; <see langword="null"/>: it was too long to be kept.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="ErrCode">WeChat's errcode.</param>
/// <param name="ErrMsg">WeChat's errmsg, or ours.</param>
/// <param name="PushId">The push that a handler answered with it; <see langword="null"/>: it was sent by the API.</param>
internal sealed record SentMessage(
    DateTimeOffset At, string Kind, JsonElement? Content, SendOutcome Outcome, int? ErrCode, string? ErrMsg, string? PushId)
{
    /// <summary>How many are kept of a user.</summary>
    public const int MaxPerUser = 100;

    // Text stands in the store to the letter.
    private static readonly SentMessageJson Json =
        new(new JsonSerializerOptions(SentMessageJson.Default.Options) { Encoder = WeChatJson.Encoder });

    // WeChat takes 2 KiB of text.
    private const int MaxContent = 8 * 1024;

    /// <summary>Whether what ended so is kept: not what is still to be sent.</summary>
    public static bool IsKept(SendOutcome outcome) =>
        outcome is SendOutcome.Sent or SendOutcome.Refused or SendOutcome.Failed or SendOutcome.Uncertain or SendOutcome.WindowClosed;

    /// <summary>A message, and how it ended.</summary>
    public static SentMessage From(CustomerMessage message, SendResult result, DateTimeOffset at)
    {
        var root = JsonElement.Parse(message.Body.Span);
        var content = root.TryGetProperty(message.MsgType, out var value) && value.GetRawText().Length <= MaxContent
            ? value
            : (JsonElement?)null;
        return new(at, message.MsgType, content, result.Outcome, result.ErrCode, result.ErrMsg, message.PushId);
    }

    /// <summary>As it is stored.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json.SentMessage);

    /// <summary>Reads what <see cref="Write"/> wrote; <see langword="null"/>: it cannot be read.</summary>
    public static SentMessage? TryRead(ReadOnlySpan<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored, Json.SentMessage) is { Kind: not null } message
                && Enum.IsDefined(message.Outcome) ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SentMessage))]
internal sealed partial class SentMessageJson : JsonSerializerContext;
