namespace WeChatPush.Receiving;

/// <summary>
/// A feature of a connection whose requests are watched while they arrive: the receiver learns from it how long the
/// request has taken so far, and says when nothing more of it is waited for. A server without one is only timed from the
/// end of the headers.
/// </summary>
public interface IRequestProgressFeature
{
    /// <summary>The time since the first byte of the request.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>The client has sent all that the server waits for: from here on the client waits for the server.</summary>
    void Complete();
}
