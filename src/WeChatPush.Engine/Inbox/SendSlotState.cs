namespace WeChatPush.Inbox;

/// <summary>Whether a send may be made.</summary>
internal enum SendSlotState
{
    /// <summary>Nothing is known of it: make the call, then end it.</summary>
    Fresh,

    /// <summary>An earlier attempt ended it; <see cref="SendSlot.Earlier"/> is the outcome. Do not call.</summary>
    Settled,

    /// <summary>An earlier attempt began it and died, or did not get its outcome.</summary>
    Uncertain,

    /// <summary>The lease was lost: another instance has the push. Do not call.</summary>
    Lost,
}
