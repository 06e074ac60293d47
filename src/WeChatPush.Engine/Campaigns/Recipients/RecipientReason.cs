namespace WeChatPush.Campaigns;

/// <summary>
/// Why a recipient has its outcome, where that was decided here. Where WeChat decided, its errcode is the reason.
/// </summary>
public enum RecipientReason
{
    /// <summary>The user had no credit when the recipient's turn came.</summary>
    NoCredit,

    /// <summary>
    /// The user had got the day's messages of all campaigns already: <see cref="CampaignLimits.PerUserPerDay"/>.
    /// </summary>
    DailyLimit,

    /// <summary>The recipient's turn came in the quiet hours, and those were to be skipped.</summary>
    QuietHours,

    /// <summary>The page or a keyword has a place for a value that the recipient does not have.</summary>
    MissingValue,

    /// <summary>The message, its values filled in, breaks a rule of WeChat's that is checked before the call.</summary>
    InvalidMessage,

    /// <summary>
    /// The instance that was sending stopped before it noted the end of the send; the message may have arrived.
    /// </summary>
    LeaseExpired,

    /// <summary>WeChat's answer did not arrive after the request was written; the message may have arrived.</summary>
    AnswerLost,

    /// <summary>The campaign was cancelled before the recipient's turn.</summary>
    CampaignCancelled,
}
