using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// A reply that is an event itself: the push's two names the other way round, its MsgType and Event, and the answer.
/// </summary>
public abstract record EventReply : StructuredReply
{
    private protected EventReply()
    {
    }

    private protected sealed override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        if (push is not { FromUserName: { } sender, ToUserName: { } account, Event: { } name })
            throw new ArgumentException("Only an event with sender and receiver can be answered so.", nameof(push));

        json.WriteString("ToUserName"u8, sender);
        json.WriteString("FromUserName"u8, account);
        json.WriteNumber("CreateTime"u8, unixTime);
        json.WriteString("MsgType"u8, "event"u8);
        json.WriteString("Event"u8, name);
        WriteAnswer(json, push);
    }

    private protected abstract void WriteAnswer(Utf8JsonWriter json, PushMessage push);
}
