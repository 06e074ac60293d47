namespace WeChatPush.Storage;

/// <summary>The store could not do what was asked: disk full, locked, shut down, or out of reach.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
