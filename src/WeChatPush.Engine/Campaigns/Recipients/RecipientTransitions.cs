using WeChatPush.Credits;

namespace WeChatPush.Campaigns;

/// <summary>
/// What becomes of a recipient at each step, decided from what is known of it alone: a store loads, asks here and saves.
/// The scripts of Redis (<c>Scripts/Campaigns/Recipients</c>) decide in one round trip and so for themselves; the contract of
/// the campaign store holds both to the same.
/// </summary>
internal static class RecipientTransitions
{
    /// <summary>A recipient's turn has come.</summary>
    /// <param name="skip">Why every recipient of this claim is skipped; <see langword="null"/>: none is.</param>
    /// <param name="dailyLimit">The messages a user may get on one day; <see langword="null"/>: any number.</param>
    /// <param name="today">The messages the user has got today, of all campaigns of the app.</param>
    /// <returns>The recipient's end, or <see langword="null"/>: a credit is to be taken for it.</returns>
    public static RecipientDecision? Claim(string? skip, int? dailyLimit, long today)
    {
        if (skip is not null)
            return RecipientDecision.End(RecipientOutcome.Skipped, text: skip);
        return today >= dailyLimit ? RecipientDecision.End(RecipientOutcome.Skipped, text: CampaignWords.DailyLimit) : null;
    }

    /// <summary>The user has no credit for the campaign's message.</summary>
    public static RecipientDecision ClaimWithoutCredit() => RecipientDecision.End(RecipientOutcome.NoCredit);

    /// <summary>The user was erased: the recipient keeps its place, and names no user.</summary>
    public static RecipientDecision ClaimErased() => RecipientDecision.End(RecipientOutcome.Cancelled);

    /// <summary>The recipient's values cannot be read.</summary>
    public static RecipientDecision ClaimUnreadable() =>
        RecipientDecision.End(RecipientOutcome.Failed, text: CampaignWords.Unreadable);

    /// <summary>The send has ended; another credit is taken only if there was one that did not work.</summary>
    public static bool TakesAnotherCredit(RecipientEnd end, bool hasCredit, bool cancelled) =>
        end.TakeAnother && hasCredit && !cancelled;

    /// <summary>The holder gives the recipient back, certainly not sent to.</summary>
    public static RecipientDecision Release(bool cancelled) => cancelled
        ? RecipientDecision.End(RecipientOutcome.Cancelled, CreditOutcome.Returned)
        : RecipientDecision.WaitAgain;

    /// <summary>The holder's lease is over. A send that had begun may have arrived, and is never repeated.</summary>
    public static RecipientDecision LeaseExpired(bool begun, bool cancelled) => begun
        ? RecipientDecision.End(RecipientOutcome.Uncertain, CreditOutcome.Uncertain, CampaignWords.LeaseExpired)
        : Release(cancelled);

    /// <summary>Whether a message with this outcome counts to the user's day: it arrived, or it may have.</summary>
    public static bool CountsToTheDay(RecipientOutcome outcome) =>
        outcome is RecipientOutcome.Sent or RecipientOutcome.Uncertain;
}
