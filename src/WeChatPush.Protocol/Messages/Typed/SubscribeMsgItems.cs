using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>The <c>List</c> of the subscription events: an object if there is one item, an array if more.</summary>
internal static class SubscribeMsgItems
{
    public static IReadOnlyList<T> Read<T>(PushMessage message, Func<JsonElement, T> item) =>
        message.Json.Find("List") is { } list
            ? [.. list.Items().Where(element => element.ValueKind == JsonValueKind.Object).Select(item)]
            : [];
}
