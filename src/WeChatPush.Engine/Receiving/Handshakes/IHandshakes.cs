namespace WeChatPush.Receiving;

/// <summary>WeChat's last URL verifications, of all instances.</summary>
public interface IHandshakes
{
    /// <summary>The last ones of an app.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<HandshakePage> ListAsync(string app, CancellationToken cancellationToken);
}

/// <summary>The last URL verifications.</summary>
/// <param name="Items">Newest first; at most 20.</param>
/// <param name="UnknownApps">How many GETs named an app that does not exist, since this instance started.</param>
public sealed record HandshakePage(IReadOnlyList<Handshake> Items, long UnknownApps);
