namespace WeChatPush.Sending;

/// <summary>Customer-service messages (客服消息), by WeChat's <c>/cgi-bin/message/custom/send</c>.</summary>
public interface ICustomerMessages
{
    /// <summary>
    /// Sends one message. The body is WeChat's own JSON (<c>touser</c>, <c>msgtype</c> and the member of that name).
    /// Sends to one user are made one after the other.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="cancellationToken">
    /// Gives up. A call that was under way ends as <see cref="Protocol.SendOutcome.Uncertain"/>.
    /// </param>
    /// <exception cref="InvalidCustomerMessageException">The body itself is wrong; nothing was sent.</exception>
    ValueTask<SendResult> SendAsync(string app, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Sends one message that has been checked already.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Gives up. A call that was under way ends as <see cref="Protocol.SendOutcome.Uncertain"/>.
    /// </param>
    ValueTask<SendResult> SendAsync(string app, CustomerMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Shows the user that an answer is being written, for 15 s or until one is sent. WeChat wants an interaction of the
    /// user's in the 30 s before; without one it refuses, which does no harm.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="typing">False: shows it no longer.</param>
    /// <param name="fromAppId">As <see cref="CustomerMessage.FromAppId"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SendResult> TypingAsync(
        string app, string openId, bool typing, string? fromAppId, CancellationToken cancellationToken);
}

/// <summary>The body of a customer-service message is not one that WeChat knows for mini programs.</summary>
public sealed class InvalidCustomerMessageException(IReadOnlyDictionary<string, string[]> errors)
    : ArgumentException("The customer-service message is not valid.")
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
