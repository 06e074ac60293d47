namespace WeChatPush.Sending;

/// <summary>How WeChat reported that a window has ended.</summary>
internal enum WindowEnd
{
    /// <summary>45015: its time is over.</summary>
    Closed,

    /// <summary>45047: its messages are used up.</summary>
    Exhausted,
}
