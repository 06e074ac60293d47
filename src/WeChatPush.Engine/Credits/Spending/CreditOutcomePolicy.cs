using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Credits;

/// <summary>What the end of a send means for the credit it was made on.</summary>
internal static class CreditOutcomePolicy
{
    private const int UnknownOpenId = 40003;
    private const int OpenIdOfAnotherApp = 43104;
    private const int NoPermit = 43101;
    private const int FormIdWrong = 41028;
    private const int FormIdUsed = 41029;

    /// <summary>The credit's end.</summary>
    public static CreditOutcome For(SendResult result) => result switch
    {
        { Outcome: SendOutcome.Sent } => CreditOutcome.Spent,
        { Outcome: SendOutcome.Uncertain } => CreditOutcome.Uncertain,
        { Outcome: SendOutcome.Refused, ErrCode: NoPermit } => CreditOutcome.BurnedAll,
        { Outcome: SendOutcome.Refused, ErrCode: UnknownOpenId or OpenIdOfAnotherApp } => CreditOutcome.Burned,
        // 41031 to 41035 withdraw a formId as a penalty.
        { Outcome: SendOutcome.Refused, ErrCode: >= FormIdWrong and <= 41035 and not 41030 } => CreditOutcome.Burned,
        _ => CreditOutcome.Returned,
    };

    /// <summary>Whether the user's next credit may be what this one was not.</summary>
    public static bool AllowsAnother(SendResult result) =>
        result is { Outcome: SendOutcome.Refused, ErrCode: FormIdWrong or FormIdUsed };
}
