using System.Buffers;
using System.Text;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Rules;

/// <summary>The push to test with: as a whole, or by its kind and content. Exactly one of the two.</summary>
internal sealed record RuleTestRequest
{
    /// <summary>The push in its unified JSON form, as GET messages/{id} has it.</summary>
    public AnyObject? Message { get; init; }

    /// <summary>The MsgType, such as <c>text</c>; where only event is given, it is <c>event</c>.</summary>
    public string? MsgType { get; init; }

    /// <summary>The Event, of an event only.</summary>
    public string? Event { get; init; }

    /// <summary>The Content of a message.</summary>
    public string? Content { get; init; }

    private bool HasFields => MsgType is not null || Event is not null || Content is not null;

    private bool IsEvent => "event".Equals(MsgType, StringComparison.OrdinalIgnoreCase) || MsgType is null;

    /// <summary>The push as JSON; what is wrong with the request is noted.</summary>
    /// <param name="toUserName">The AppID, as a cloud function gets it.</param>
    /// <param name="now">When a push that is made up was sent.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public ReadOnlyMemory<byte> ToPush(string toUserName, DateTimeOffset now, BodyErrors errors)
    {
        if (Message is { } message)
        {
            if (HasFields)
                errors.Add("message", "leaves no room for msgType, event and content");
            return Encoding.UTF8.GetBytes(message.Json.GetRawText());
        }

        if (errors.Any)
            return Write(toUserName, now);
        if (MsgType is null && Event is null)
            errors.Add(BodyErrors.Whole, "needs message, or msgType, or event");
        else if (IsEvent && string.IsNullOrEmpty(Event))
            errors.Add("event", "is required for an event");
        else if (!IsEvent && Event is not null)
            errors.Add("event", "never comes with this msgType");
        return Write(toUserName, now);
    }

    private ReadOnlyMemory<byte> Write(string toUserName, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WeChatJson.Encoder });
        writer.WriteStartObject();
        writer.WriteString("ToUserName", toUserName);
        writer.WriteString("FromUserName", "oOfTheRuleTest");
        writer.WriteNumber("CreateTime", now.ToUnixTimeSeconds());
        writer.WriteString(nameof(MsgType), MsgType ?? "event");
        if (Event is not null)
            writer.WriteString(nameof(Event), Event);
        if (Content is not null)
            writer.WriteString(nameof(Content), Content);
        if (!IsEvent)
            writer.WriteString("MsgId", "1");
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
