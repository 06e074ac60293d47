using WeChatPush.Credits;

namespace WeChatPush.Campaigns;

/// <summary>How the send to a recipient ended, and what that means for its credit.</summary>
internal sealed record RecipientEnd
{
    /// <summary>Who it is.</summary>
    public required ClaimedRecipient Recipient { get; init; }

    /// <summary>
    /// The recipient's outcome: <see cref="RecipientOutcome.Sent"/>, <see cref="RecipientOutcome.Refused"/>,
    /// <see cref="RecipientOutcome.Failed"/> or <see cref="RecipientOutcome.Uncertain"/>.
    /// </summary>
    public required RecipientOutcome Outcome { get; init; }

    /// <summary>The credit's outcome.</summary>
    public required CreditOutcome Credit { get; init; }

    /// <summary>WeChat's code, where it gave one.</summary>
    public int? ErrCode { get; init; }

    /// <summary>WeChat's words, or ours.</summary>
    public string? ErrMsg { get; init; }

    /// <summary>The id that WeChat gave the message, where it gave one.</summary>
    public string? MsgId { get; init; }

    /// <summary>
    /// Whether another credit of the user may work where this one did not. If the user has one, it is taken in the same
    /// step, and the holder keeps the recipient, not begun; if not, the outcome stands.
    /// </summary>
    public bool TakeAnother { get; init; }
}

/// <summary>What came of settling a recipient.</summary>
/// <param name="Settled">Whether it was noted; false: the holder no longer has the recipient, and nothing changed.</param>
/// <param name="Another">The recipient with its next credit, if one was asked for and the user had one.</param>
internal readonly record struct SettleAnswer(bool Settled, ClaimedRecipient? Another = null);
