namespace WeChatPush.Sending;

/// <summary>
/// The keys of sends: which are under way, and what was answered. Every member is one atomic step, durable when it returns.
/// A key is remembered for <see cref="SendKey.Memory"/> from its beginning, and goes by itself.
/// </summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
internal interface ISendKeyStore
{
    /// <summary>
    /// Begins the send of a key that is not in use, under a lease; or says what is known of it. Of an app that has
    /// <see cref="SendKey.MaxPerApp"/> keys no other is begun.
    /// </summary>
    ValueTask<SendKeyClaim> BeginAsync(
        SendKey key, string holder, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews the holder's lease on a send that has not ended.</summary>
    ValueTask RenewAsync(SendKey key, string holder, TimeSpan lease);

    /// <summary>
    /// Ends the holder's send, after its lease too: keeps the answer, or, where there is none because nothing was sent,
    /// forgets the key. Does nothing if the key is another holder's.
    /// </summary>
    ValueTask EndAsync(SendKey key, string holder, ReadOnlyMemory<byte>? answer);
}
