namespace WeChatPush.Storage;

/// <summary>The store could not do what was asked: disk full, locked, shut down, or out of reach.</summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The store was asked and did not answer: what was asked is done, or not, or will be. Trying again is harmless.
/// </summary>
public sealed class StoreOutcomeUnknownException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);
