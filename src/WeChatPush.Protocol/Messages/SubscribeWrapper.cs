using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Subscribe events in JSON have their <c>List</c> on top, in XML inside an element named after the event. Pushes in JSON
/// with that wrapper, and with several of it, have been seen as well: here all of them get their <c>List</c> on top.
/// </summary>
internal static class SubscribeWrapper
{
    private const string List = "List";

    private static readonly FrozenDictionary<string, string> Wrappers = new Dictionary<string, string>
    {
        ["subscribe_msg_popup_event"] = "SubscribeMsgPopupEvent",
        ["subscribe_msg_change_event"] = "SubscribeMsgChangeEvent",
        ["subscribe_msg_sent_event"] = "SubscribeMsgSentEvent",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The push with its list on top. A push that has one there stays as it is, and so does one without any.</summary>
    public static JsonElement Lift(JsonElement push, string? eventName)
    {
        if (eventName is null
            || !Wrappers.TryGetValue(eventName, out var name)
            || !push.TryGetProperty(name, out var wrapper)
            || push.TryGetProperty(List, out _))
            return push;

        var lists = wrapper.Items().Select(GetList).OfType<JsonElement>().ToList();
        return lists.Count == 0 ? push : Write(push, name, lists);
    }

    // Of a wrapper its list; of an item, where the wrapper is the list, the item.
    private static JsonElement? GetList(JsonElement wrapper)
    {
        if (wrapper.ValueKind != JsonValueKind.Object)
            return null;
        if (wrapper.TryGetProperty(List, out var list))
            return list;
        return wrapper.TryGetProperty("TemplateId", out _) ? wrapper : null;
    }

    private static JsonElement Write(JsonElement push, string name, List<JsonElement> lists)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, WeChatJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var field in push.EnumerateObject())
            {
                if (field.Name != name)
                    field.WriteTo(writer);
                else
                    WriteList(writer, lists);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(output.WrittenSpan, PushReader.UnifiedOptions);
    }

    // One list stays what it is, an object or an array.
    private static void WriteList(Utf8JsonWriter writer, List<JsonElement> lists)
    {
        writer.WritePropertyName(List);
        if (lists is [var only])
        {
            only.WriteTo(writer);
            return;
        }

        writer.WriteStartArray();
        foreach (var item in lists.SelectMany(list => list.Items()))
            item.WriteTo(writer);
        writer.WriteEndArray();
    }
}
