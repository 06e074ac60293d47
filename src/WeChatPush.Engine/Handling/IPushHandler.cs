namespace WeChatPush;

/// <summary>
/// A handler as a class; dependency injection makes a new instance for each push. It may run more than once for a push
/// (after a crash, or when it threw); what it sends through its <see cref="PushSender"/> is nevertheless sent once.
/// </summary>
/// <typeparam name="T">The push it owns: one of the typed messages, or <see cref="Protocol.PushMessage"/> for the raw view.</typeparam>
public interface IPushHandler<in T>
{
    /// <summary>
    /// Handles a push. Returning ends it; throwing means "not done": the push is tried again later and becomes a dead letter when the
    /// attempts are used up. The user's next push waits until this one has ended.
    /// </summary>
    Task HandleAsync(T message, PushSender sender, CancellationToken cancellationToken);
}
