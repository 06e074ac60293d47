namespace WeChatPush.Inbox;

/// <summary>The content a push is answered with, before encryption; the same for every try.</summary>
internal sealed record StoredReply(ReadOnlyMemory<byte> Content);
