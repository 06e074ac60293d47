using WeChatPush.Credits;

namespace WeChatPush.Campaigns;

/// <summary>What a step decided about a recipient.</summary>
/// <param name="Outcome">The recipient's outcome; <see cref="RecipientOutcome.Pending"/>: it waits again.</param>
/// <param name="Credit">What becomes of its credit, if it holds one.</param>
/// <param name="Text">Why, where that was decided here.</param>
internal readonly record struct RecipientDecision(RecipientOutcome Outcome, CreditOutcome Credit, string? Text)
{
    /// <summary>The recipient waits for another turn, and its credit is usable again.</summary>
    public static readonly RecipientDecision WaitAgain = new(RecipientOutcome.Pending, CreditOutcome.Returned, null);

    /// <summary>Whether the recipient has its outcome.</summary>
    public bool IsEnd => Outcome is not RecipientOutcome.Pending;

    /// <summary>The recipient has its outcome.</summary>
    public static RecipientDecision End(
        RecipientOutcome outcome, CreditOutcome credit = CreditOutcome.Returned, string? text = null) =>
        new(outcome, credit, text);
}
