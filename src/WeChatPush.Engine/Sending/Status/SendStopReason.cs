namespace WeChatPush.Sending;

/// <summary>Why sends are held back.</summary>
public enum SendStopReason
{
    /// <summary>An API's quota is used up.</summary>
    Quota,

    /// <summary>The operator has to correct the app's account or configuration.</summary>
    Operator,

    /// <summary>An API was called too often in a minute.</summary>
    Rate,
}
