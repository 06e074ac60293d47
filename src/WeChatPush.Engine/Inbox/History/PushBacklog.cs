namespace WeChatPush.Inbox;

/// <summary>Unfinished pushes by state.</summary>
public sealed record PushBacklog(int Queued, int Processing, int Retrying, int Dead);
