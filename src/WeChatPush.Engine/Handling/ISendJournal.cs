using WeChatPush.Sending;

namespace WeChatPush.Handling;

/// <summary>
/// Remembers the sends of a push across its attempts, so that a handler that runs again does not repeat a send. Sends are
/// distinguished by their order within the handler.
/// </summary>
internal interface ISendJournal
{
    /// <inheritdoc cref="ISendNote.Limiter"/>
    SemaphoreSlim? Limiter => null;

    /// <summary>A result: an earlier attempt made the send, do not send; none: send. Notes nothing of this attempt.</summary>
    /// <exception cref="PushLostException">The push belongs to another instance by now.</exception>
    ValueTask<SendResult?> FindAsync(int ordinal, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that a send is about to be written. A result: an earlier attempt made it, do not send; none: send.
    /// </summary>
    /// <exception cref="PushLostException">The push belongs to another instance by now.</exception>
    ValueTask<SendResult?> BeginAsync(int ordinal, string api, CancellationToken cancellationToken);

    /// <summary>Notes how it ended, whether it had begun or not.</summary>
    ValueTask EndAsync(int ordinal, string api, SendResult result, CancellationToken cancellationToken);
}

/// <summary>The lease of a push ended while it was handled, and another instance has it now: nothing more is done here.</summary>
internal sealed class PushLostException() : OperationCanceledException("The push belongs to another instance by now.");
