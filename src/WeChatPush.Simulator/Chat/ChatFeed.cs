using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator.Chat;

/// <summary>The messages to one user as server-sent events. A page that reconnects gets what it missed.</summary>
internal static class ChatFeed
{
    public static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = WeChatJson.Encoder };

    /// <summary>Ends quietly when <paramref name="ended"/> does: a closed page is nothing to report.</summary>
    public static async IAsyncEnumerable<SseItem<string>> OfAsync(
        FakeWeChat weChat, string openId, long? lastSeen, [EnumeratorCancellation] CancellationToken ended)
    {
        using var feed = weChat.Calls.Follow(lastSeen);
        using var end = ended.Register(feed.Dispose);

        // Something at once, so that the page knows that the line stands before the first message is sent.
        yield return new SseItem<string>("", "ready");

        await foreach (var call in feed.ReadAllAsync(CancellationToken.None))
        {
            if (call.IsSend && call.OpenId == openId)
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(ChatMessage.From(call), Json), "message")
                {
                    EventId = $"{call.Id}",
                };
            }
        }
    }
}
