namespace WeChatPush.Storage;

/// <summary>The store was written by a newer version of this program, which must not be worked on by this one.</summary>
public sealed class StoreFormatException(string message) : StoreUnavailableException(message);
