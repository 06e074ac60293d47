using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>How the answer to a send is stored with its key.</summary>
internal sealed record StoredSend(SendOutcome Outcome, ErrorClass Class, int? ErrCode, string? ErrMsg, string? MsgId)
{
    public static byte[] Write(SendResult result) => JsonSerializer.SerializeToUtf8Bytes(
        new(result.Outcome, result.Class, result.ErrCode, result.ErrMsg, result.MsgId), StoredSendJson.Default.StoredSend);

    public static SendResult Read(ReadOnlyMemory<byte> stored)
    {
        var send = JsonSerializer.Deserialize(stored.Span, StoredSendJson.Default.StoredSend)!;
        return new()
        {
            Outcome = send.Outcome,
            Class = send.Class,
            ErrCode = send.ErrCode,
            ErrMsg = send.ErrMsg,
            MsgId = send.MsgId,
        };
    }
}

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredSend))]
internal sealed partial class StoredSendJson : JsonSerializerContext;
