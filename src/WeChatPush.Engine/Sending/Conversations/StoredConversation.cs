namespace WeChatPush.Sending;

/// <summary>What is kept of the exchange with a user, beside the messages that were sent.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="AskedAt">When the user's last message arrived; <see langword="null"/>: the user only entered.</param>
/// <param name="AnsweredAt">When a message was sent last, or the conversation marked as done.</param>
/// <param name="Window">The customer-service window.</param>
/// <param name="Pushes">The last pushes, newest first.</param>
internal sealed record StoredConversation(
    string OpenId,
    DateTimeOffset? AskedAt,
    DateTimeOffset? AnsweredAt,
    CustomerServiceWindow Window,
    IReadOnlyList<ConversationPush> Pushes)
{
    /// <summary>Since when the user waits; <see langword="null"/>: not at all.</summary>
    public DateTimeOffset? WaitingSince => AskedAt is { } asked && (AnsweredAt is null || asked > AnsweredAt) ? asked : null;
}
