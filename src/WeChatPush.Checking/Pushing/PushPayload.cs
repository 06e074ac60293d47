using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>The push of WeChat, before it is encrypted.</summary>
public sealed record PushPayload
{
    public required PushFormat Format { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Repeated in the query string, where no signature covers it.</summary>
    public required string OpenId { get; init; }

    public required string ToUserName { get; init; }

    public string Text => Encoding.UTF8.GetString(Body.Span);
}
