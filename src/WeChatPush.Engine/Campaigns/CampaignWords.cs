namespace WeChatPush.Campaigns;

/// <summary>
/// The texts of outcomes that were decided here and not by WeChat. They are stored; what earlier versions wrote is read by
/// <see cref="RecipientReasons"/>.
/// </summary>
internal static class CampaignWords
{
    /// <summary>Why a recipient is uncertain whose send was not settled.</summary>
    public const string LeaseExpired = "the sending instance stopped before it noted the end of the send";

    /// <summary>Why a recipient is skipped whose user is at the daily limit.</summary>
    public const string DailyLimit = "the user has had the day's messages";

    /// <summary>Why a recipient is skipped whose turn came in quiet hours.</summary>
    public const string QuietHours = "the turn came in quiet hours";

    /// <summary>Why a recipient has failed whose values cannot be read.</summary>
    public const string Unreadable = "unreadable: the stored values of this recipient are no list of texts";

    /// <summary>Why a message could not be made; the name of the value follows, in braces.</summary>
    public const string NoValueFor = "there is no value for ";
}
