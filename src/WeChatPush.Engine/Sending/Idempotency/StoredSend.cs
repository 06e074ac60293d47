using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>How the answer to a send is stored with its key.</summary>
internal sealed record StoredSend(SendOutcome Outcome, ErrorClass Class, int? ErrCode, string? ErrMsg, string? MsgId)
{
    public static byte[] Write(SendResult result) => JsonSerializer.SerializeToUtf8Bytes(
        new(result.Outcome, result.Class, result.ErrCode, result.ErrMsg, result.MsgId), StoredSendJson.Default.StoredSend);

    /// <summary>Reads what <see cref="Write"/> wrote; <see langword="null"/>: it cannot be read.</summary>
    public static SendResult? TryRead(ReadOnlyMemory<byte> stored)
    {
        if (Parse(stored) is not { } send || !Enum.IsDefined(send.Outcome) || !Enum.IsDefined(send.Class))
            return null;
        return new()
        {
            Outcome = send.Outcome,
            Class = send.Class,
            ErrCode = send.ErrCode,
            ErrMsg = send.ErrMsg,
            MsgId = send.MsgId,
        };
    }

    private static StoredSend? Parse(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, StoredSendJson.Default.StoredSend);
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
[JsonSerializable(typeof(StoredSend))]
internal sealed partial class StoredSendJson : JsonSerializerContext;
