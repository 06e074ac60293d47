namespace WeChatPush.Receiving;

/// <summary>
/// The last URL verifications of each app, as <see cref="HandshakeHistory"/> merges them, for all instances. They are forgotten
/// after <see cref="HandshakeHistory.Memory"/>. What cannot be read counts as nothing, and the next one replaces it.
/// </summary>
internal interface IHandshakeStore
{
    /// <summary>Adds some in one step. False: others wrote at the same time again and again, and nothing was added.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether they were added.</exception>
    ValueTask<bool> AddAsync(string app, IReadOnlyList<Handshake> handshakes, CancellationToken cancellationToken);

    /// <summary>Those of an app, newest first.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<Handshake>> ListAsync(string app, CancellationToken cancellationToken);
}
