namespace WeChatPush.Campaigns;

/// <summary>The reasons of outcomes that come from here and not from WeChat.</summary>
internal static class CampaignWords
{
    /// <summary>Why a recipient is uncertain whose send was not settled.</summary>
    public const string LeaseExpired = "whoever sent it fell silent meanwhile";

    /// <summary>Why a recipient is skipped who is at the daily limit.</summary>
    public const string EnoughToday = "he has had his messages of today";

    /// <summary>Why a recipient is skipped whose turn came in quiet hours.</summary>
    public const string Quiet = "his turn came in the quiet hours";

    /// <summary>Why a message could not be made; the name of the value follows, in braces.</summary>
    public const string NoValueFor = "there is no value for ";
}
