namespace WeChatPush.Inbox;

/// <summary>Why something happened to a push, where the reason is one of those that are known here.</summary>
public enum TimelineReason
{
    /// <summary>No handler and no rule takes the push.</summary>
    NoHandler,

    /// <summary>The attempt before ended without a word: its instance stopped, or lost touch with the store.</summary>
    LeaseExpired,

    /// <summary>WeChat pushed again because the try before was not acknowledged.</summary>
    NotAcknowledged,

    /// <summary>The last attempt that <see cref="DispatchingOptions.MaxAttempts"/> allows failed.</summary>
    AttemptsExhausted,

    /// <summary>The stored body cannot be read.</summary>
    UnreadableBody,

    /// <summary>The app is no longer configured.</summary>
    AppNotConfigured,

    /// <summary>The store could not be reached.</summary>
    StoreUnavailable,

    /// <summary>WeChat's API, or the destination of a forward, failed too often and is left alone for a while.</summary>
    CircuitOpen,

    /// <summary>Sending is stopped: a quota is used up, or the app's configuration has to be put right.</summary>
    SendingStopped,

    /// <summary>A message was not sent because the user's customer-service window is closed.</summary>
    WindowClosed,
}
