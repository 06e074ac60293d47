using System.Text.RegularExpressions;

namespace WeChatPush.Campaigns;

/// <summary>
/// Reads the reason of an outcome off what the stores keep: the outcome and a text. So what earlier versions stored has
/// its reason too.
/// </summary>
internal static partial class RecipientReasons
{
    private const string AnswerLost = ", after the request was written";

    /// <summary>The reason; <see langword="null"/>: WeChat decided, or the text is none of the known ones.</summary>
    public static RecipientReason? Find(RecipientOutcome outcome, int? errCode, string? errMsg) => outcome switch
    {
        RecipientOutcome.NoCredit => RecipientReason.NoCredit,
        RecipientOutcome.Cancelled => RecipientReason.CampaignCancelled,
        RecipientOutcome.Skipped => errMsg switch
        {
            CampaignWords.DailyLimit or "he has had his messages of today" => RecipientReason.DailyLimit,
            CampaignWords.QuietHours or "his turn came in the quiet hours" => RecipientReason.QuietHours,
            _ => null,
        },
        RecipientOutcome.Uncertain when errCode is null => errMsg switch
        {
            CampaignWords.LeaseExpired or "whoever sent it fell silent meanwhile" => RecipientReason.LeaseExpired,
            not null when errMsg.EndsWith(AnswerLost, StringComparison.Ordinal) => RecipientReason.AnswerLost,
            _ => null,
        },
        RecipientOutcome.Failed when errCode is null && errMsg is not null => FindComplaint(errMsg),
        _ => null,
    };

    private static RecipientReason? FindComplaint(string text) =>
        text.StartsWith(CampaignWords.NoValueFor, StringComparison.Ordinal) ? RecipientReason.MissingValue
        : BrokenRule().IsMatch(text) ? RecipientReason.InvalidMessage
        : null;

    // A field of the message, and what its rule says.
    [GeneratedRegex(@"^((openId|templateId|page) is |data must |data\..+\.value must )", RegexOptions.CultureInvariant)]
    private static partial Regex BrokenRule();
}
