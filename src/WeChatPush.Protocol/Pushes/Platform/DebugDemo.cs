namespace WeChatPush.Protocol.Platform;

/// <summary>What WeChat's own tool pushes to try the address out (page 消息推送).</summary>
public sealed record DebugDemo : TypedPush, ITypedPush<DebugDemo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public DebugDemo()
    {
    }

    private DebugDemo(PushMessage message)
        : base(message)
    {
        DebugText = message.Json.Text("debug_str");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("debug_demo");

    /// <summary>The text that was typed in.</summary>
    public string DebugText { get; init; } = "";

    /// <inheritdoc/>
    public static DebugDemo Read(PushMessage message) => new(message);
}
