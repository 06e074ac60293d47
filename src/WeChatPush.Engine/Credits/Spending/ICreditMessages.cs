using WeChatPush.Sending;

namespace WeChatPush.Credits;

/// <summary>Messages that need a credit: subscribe messages (订阅消息), and the older template messages (模板消息).</summary>
public interface ICreditMessages
{
    /// <summary>
    /// Reserves a credit of the user, sends the message on it, and settles the credit by how that ended. Without a
    /// credit WeChat is not called. A formId that WeChat does not take is burned, and the user's next one is tried.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Gives up. A call that was under way ends as <see cref="Protocol.SendOutcome.Uncertain"/>.
    /// </param>
    /// <exception cref="InvalidCreditMessageException">The message itself is wrong; nothing was sent.</exception>
    /// <exception cref="Storage.StoreUnavailableException">The ledger cannot be reached; nothing was sent.</exception>
    ValueTask<SendResult> SendAsync(string app, CreditMessage message, CancellationToken cancellationToken);
}

/// <summary>The message breaks a rule that WeChat would refuse it for.</summary>
public sealed class InvalidCreditMessageException(IReadOnlyDictionary<string, string[]> errors)
    : ArgumentException("The message is not valid.")
{
    /// <summary>What is wrong, by field, such as <c>data.thing1.value</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
