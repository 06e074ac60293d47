namespace WeChatPush.Storage;

/// <summary>The store could not do what was asked: disk full, locked, shut down, or out of reach.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
