namespace WeChatPush.Inbox;

/// <summary>The push of an app that falls due first, or fell due: when, and which one it is.</summary>
internal readonly record struct DueHead(string App, DateTimeOffset At, long Handle);
