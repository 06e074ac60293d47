namespace WeChatPush.Campaigns;

/// <summary>What is said of recipients who got their outcome here and not from WeChat.</summary>
internal static class CampaignWords
{
    /// <summary>Why somebody is uncertain whose send nobody settled.</summary>
    public const string LeaseExpired = "whoever sent it fell silent meanwhile";

    /// <summary>Why somebody is skipped who is at his daily limit.</summary>
    public const string EnoughToday = "he has had his messages of today";

    /// <summary>Why somebody is skipped whose turn came in quiet hours.</summary>
    public const string Quiet = "his turn came in the quiet hours";

    /// <summary>Why a message could not be made; the name of the value follows, in braces.</summary>
    public const string NoValueFor = "there is no value for ";
}
