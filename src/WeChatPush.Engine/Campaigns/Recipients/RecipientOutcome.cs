namespace WeChatPush.Campaigns;

/// <summary>What has become of one recipient. The numbers are stored.</summary>
public enum RecipientOutcome
{
    /// <summary>Nothing yet.</summary>
    Pending = 0,

    /// <summary>WeChat took the message.</summary>
    Sent = 1,

    /// <summary>The user had no credit when the recipient's turn came.</summary>
    NoCredit = 2,

    /// <summary>WeChat refused the message because of the user.</summary>
    Refused = 3,

    /// <summary>The message was wrong.</summary>
    Failed = 4,

    /// <summary>The message may have been sent; it was not sent again.</summary>
    Uncertain = 5,

    /// <summary>The campaign was called off before.</summary>
    Cancelled = 6,

    /// <summary>Politeness forbade it.</summary>
    Skipped = 7,
}
