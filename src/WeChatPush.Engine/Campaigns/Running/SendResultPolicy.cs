using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns.Running;

/// <summary>What the end of a send means for a campaign.</summary>
internal enum SendDecision
{
    /// <summary>The recipient has its outcome.</summary>
    Settle,

    /// <summary>Certainly not sent, but a later try may succeed: the whole campaign waits a moment.</summary>
    BackOff,

    /// <summary>Certainly not sent, and for a while nothing will be: the campaign pauses.</summary>
    Pause,
}

/// <summary>Judges the ends of sends.</summary>
internal static class SendResultPolicy
{
    /// <summary>A stop that is lifted so soon is waited for.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>What is to be done.</summary>
    public static SendDecision Decide(SendResult result, DateTimeOffset now) => result switch
    {
        { Outcome: SendOutcome.Busy } => SendDecision.BackOff,
        { Class: ErrorClass.Quota or ErrorClass.Rate or ErrorClass.Operator, RetryAfter: { } at } when at - now < Soon =>
            SendDecision.BackOff,
        { Class: ErrorClass.Quota or ErrorClass.Rate or ErrorClass.Operator } => SendDecision.Pause,
        _ => SendDecision.Settle,
    };

    /// <summary>Why a campaign pauses after such an end, and until when.</summary>
    public static CampaignMove ToPause(SendResult result, DateTimeOffset now, SendingOptions options) => result switch
    {
        { Class: ErrorClass.Quota } => CampaignMove.PauseFor(PauseReason.Quota, result.RetryAfter ?? now + options.QuotaPause),
        { Class: ErrorClass.Rate } => CampaignMove.PauseFor(PauseReason.Rate, result.RetryAfter ?? now + options.RatePause),
        // However long one waits, this API does not come back.
        { ErrCode: TemplateMessages.Retired } => CampaignMove.PauseFor(PauseReason.Operator, resumesAt: null),
        _ => CampaignMove.PauseFor(PauseReason.Operator, result.RetryAfter ?? now + SendStops.OperatorPause),
    };

    /// <summary>The end of a recipient whose send is to be settled.</summary>
    public static RecipientEnd ToRecipientEnd(ClaimedRecipient recipient, SendResult result, bool mayTakeAnother) => new()
    {
        Recipient = recipient,
        Outcome = result.Outcome switch
        {
            SendOutcome.Sent => RecipientOutcome.Sent,
            SendOutcome.Refused => RecipientOutcome.Refused,
            SendOutcome.Uncertain => RecipientOutcome.Uncertain,
            _ => RecipientOutcome.Failed,
        },
        Credit = CreditOutcomePolicy.For(result),
        ErrCode = result.Outcome is SendOutcome.Sent ? null : result.ErrCode,
        ErrMsg = result.Outcome is SendOutcome.Sent ? null : result.ErrMsg,
        MsgId = result.Outcome is SendOutcome.Sent ? result.MsgId : null,
        TakeAnother = mayTakeAnother && CreditOutcomePolicy.AllowsAnother(result),
    };

    /// <summary>The end of a recipient for which no message can be made.</summary>
    public static RecipientEnd Unsendable(ClaimedRecipient recipient, string complaint) => new()
    {
        Recipient = recipient,
        Outcome = RecipientOutcome.Failed,
        Credit = CreditOutcome.Returned,
        ErrMsg = complaint,
    };
}
