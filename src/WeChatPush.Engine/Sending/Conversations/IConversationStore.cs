namespace WeChatPush.Sending;

/// <summary>
/// Who wrote, who waits, and what was sent. What the user wrote is noted with the window
/// (<see cref="ISendingStore.GrantWindowAsync(string, string, int, DateTimeOffset, DateTimeOffset, DateTimeOffset, GrantingPush?, CancellationToken)"/>),
/// and forgotten with it; a window that nobody granted has no conversation.
/// </summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
internal interface IConversationStore
{
    /// <summary>
    /// Keeps a message that was sent, or was not: at most <see cref="SentMessage.MaxPerUser"/> of a user, and none for longer than
    /// <paramref name="keep"/>. One that arrived answers what the user wrote before it. Nothing is kept of a user without a
    /// window: never seen, or erased meanwhile.
    /// </summary>
    ValueTask AddSentAsync(string app, string openId, SentMessage message, TimeSpan keep);

    /// <summary>What is kept of the messages to a user, newest first.</summary>
    ValueTask<IReadOnlyList<SentMessage>> ReadSentAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>The user waits no longer for an answer to what was written until then. False: nothing is known of the user.</summary>
    ValueTask<bool> EndAsync(string app, string openId, DateTimeOffset at);

    /// <summary>One conversation; <see langword="null"/>: there is none.</summary>
    ValueTask<StoredConversation?> FindAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>Conversations in which the user wrote, by the last time of it, newest first.</summary>
    /// <param name="app">The app.</param>
    /// <param name="isWaiting">Only those in which the user waits.</param>
    /// <param name="after">The last one of the page before; <see langword="null"/>: from the beginning.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<StoredConversation>> ListAsync(
        string app, bool isWaiting, ConversationPlace? after, int limit, CancellationToken cancellationToken);
}

/// <summary>The place of a conversation in their list.</summary>
internal readonly record struct ConversationPlace(DateTimeOffset AskedAt, string OpenId);
