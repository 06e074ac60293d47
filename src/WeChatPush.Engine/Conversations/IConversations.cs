namespace WeChatPush.Conversations;

/// <summary>The exchanges with users, both ways.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface IConversations
{
    /// <summary>Whether a user may be answered; <see langword="null"/>: it is not known.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AnswerWindow?> FindWindowAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>
    /// Users by their last message, newest first. They are known for a week after their customer-service window closed.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="isWaiting">
    /// Only those whose last message has no message that was sent after it, and that were not marked as done since.
    /// </param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    ValueTask<ConversationPage> ListAsync(
        string app, bool isWaiting, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>
    /// The last messages of a user, and the entries into the session, with the last messages to the user; newest first.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="limit">At most so many, and those of the same millisecond.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    ValueTask<ConversationEntryPage> ReadAsync(
        string app, string openId, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>The user waits no longer. False: nothing is known of the user.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    ValueTask<bool> EndAsync(string app, string openId);
}
