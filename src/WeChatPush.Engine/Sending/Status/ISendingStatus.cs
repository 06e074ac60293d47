namespace WeChatPush.Sending;

/// <summary>What an operator needs to know about an app's sends: health checks and the list of apps read it.</summary>
public interface ISendingStatus
{
    /// <summary>The state of one app's sends in this instance, by the app's name.</summary>
    SendingStatus Get(string app);
}
