namespace WeChatPush.Sending;

/// <summary>Sends once for each key of a caller's, whatever number of requests asks, at whichever instance.</summary>
public interface IKeyedSends
{
    /// <summary>
    /// Sends, or answers as the send with this key was answered; one that is under way is waited for. Where nothing was sent
    /// (<see cref="Protocol.SendOutcome.Busy"/>, <see cref="Protocol.SendOutcome.NoCredit"/>,
    /// <see cref="Protocol.SendOutcome.WindowClosed"/>, <see cref="Protocol.SendOutcome.Paused"/>), the key is forgotten. A send
    /// whose process died is <see cref="Protocol.SendOutcome.Uncertain"/> and never made again.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="send">
    /// Sends, as <see cref="ICustomerMessages"/> and the messages on credits do: it throws only before anything was sent.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for another's send; one's own goes on to its end.</param>
    ValueTask<KeyedSend> SendAsync(
        SendKey key, Func<CancellationToken, ValueTask<SendResult>> send, CancellationToken cancellationToken);
}
