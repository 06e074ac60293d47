namespace WeChatPush;

/// <summary>What to do with a send whose outcome is unknown.</summary>
public enum UncertainSend
{
    /// <summary>Record it as uncertain and do not send again: at most once.</summary>
    Keep,

    /// <summary>Send again: at least once. Only customer-service messages.</summary>
    Resend,
}
