namespace WeChatPush.Inbox;

/// <summary>Which pushes to claim.</summary>
internal enum ClaimScope
{
    /// <summary>Whatever is due.</summary>
    All,

    /// <summary>Only those with a request waiting: there is room for no others.</summary>
    AwaitingReply,
}
