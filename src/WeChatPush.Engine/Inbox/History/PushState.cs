namespace WeChatPush.Inbox;

/// <summary>Where a push stands.</summary>
public enum PushState
{
    /// <summary>Waiting for its turn.</summary>
    Queued,

    /// <summary>Being handled.</summary>
    Processing,

    /// <summary>Failed, waiting for its next attempt.</summary>
    Retrying,

    /// <summary>Handled.</summary>
    Done,

    /// <summary>Given up: a dead letter.</summary>
    Dead,
}
