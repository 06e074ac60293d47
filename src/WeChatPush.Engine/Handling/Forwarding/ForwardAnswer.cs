using System.Buffers;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Forwarding;

/// <summary>
/// What a destination asks for in its answer: messages to the user (<c>send</c>), and the reply to WeChat
/// (<c>reply</c>).
/// </summary>
internal sealed record ForwardAnswer(IReadOnlyList<CustomerMessage> Messages, ReplyContent? Reply, string? Remark = null)
{
    private const string NoObject = "the answer is no JSON object";

    private static readonly ForwardAnswer Nothing = new([], null);

    /// <summary>
    /// Reads a successful answer. Without a reply to make, a body that is no JSON object is a courtesy of the
    /// destination's framework, and ignored; if it calls itself JSON, the timeline says so.
    /// </summary>
    /// <exception cref="InvalidForwardAnswerException">It asks for something that cannot be done.</exception>
    public static ForwardAnswer Read(ForwardExchange exchange, bool replies, string? openId)
    {
        if (exchange.IsTooLarge)
            return replies ? throw new InvalidForwardAnswerException("the answer is too large") : Nothing;
        var body = WeChatJson.ToStrict(exchange.Body);
        if (body.IsEmpty)
            return Nothing;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var messages = ReadMessages(document.RootElement, openId);
                return new ForwardAnswer(messages, ReadReply(document.RootElement, replies));
            }
        }
        catch (JsonException)
        {
            // Not JSON at all: the same as JSON that is no object.
        }

        if (replies)
            throw new InvalidForwardAnswerException(NoObject);
        return exchange.SaysJson ? Nothing with { Remark = NoObject } : Nothing;
    }

    private static ReplyContent? ReadReply(JsonElement answer, bool replies)
    {
        if (!replies || !answer.TryGetProperty("reply"u8, out var reply) || reply.ValueKind == JsonValueKind.Null)
            return null;
        return reply.ValueKind == JsonValueKind.Object
            ? ReplyContent.Fields(reply.Clone())
            : throw new InvalidForwardAnswerException("reply is no object");
    }

    // All of them are checked before the first is sent.
    private static List<CustomerMessage> ReadMessages(JsonElement answer, string? openId)
    {
        var messages = new List<CustomerMessage>();
        if (!answer.TryGetProperty("send"u8, out var send) || send.ValueKind == JsonValueKind.Null)
            return messages;
        if (send.ValueKind != JsonValueKind.Array)
            throw new InvalidForwardAnswerException("send is no list");
        foreach (var item in send.EnumerateArray())
        {
            var place = $"send[{messages.Count}]";
            if (openId is null)
                throw new InvalidForwardAnswerException($"{place} has no recipient: the push is about no user");
            messages.Add(ReadMessage(item, openId, place));
        }

        return messages;
    }

    private static CustomerMessage ReadMessage(JsonElement item, string openId, string place)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new InvalidForwardAnswerException($"{place} is no object");
        try
        {
            return CustomerMessage.Read(Addressed(item, openId));
        }
        catch (InvalidCustomerMessageException error)
        {
            var (field, problems) = error.Errors.First();
            throw new InvalidForwardAnswerException($"{place}: {field} {string.Join(' ', problems)}");
        }
        catch (InvalidOperationException)
        {
            throw new InvalidForwardAnswerException($"{place} holds text that is not valid Unicode");
        }
    }

    // It goes to the sender, whichever recipient the destination names.
    private static ReadOnlyMemory<byte> Addressed(JsonElement item, string openId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("touser"u8, openId);
        foreach (var property in item.EnumerateObject())
        {
            if (!property.NameEquals("touser"u8))
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}

/// <summary>A successful answer asks for something that cannot be done.</summary>
internal sealed class InvalidForwardAnswerException(string problem) : Exception(problem);
