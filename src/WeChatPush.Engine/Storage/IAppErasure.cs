namespace WeChatPush.Storage;

/// <summary>Erases what is stored under the name of an app that was removed.</summary>
public interface IAppErasure
{
    /// <summary>
    /// Erases the app's pushes in every state, the spooled ones of this instance among them, with what was answered and sent on
    /// them; the identities and nonces by which duplicates are recognised; credits, windows, keys of sends and campaigns. A push
    /// that is being handled meanwhile is dropped when its handling ends. Afterwards an app of the same name begins with nothing.
    /// Works in bounded steps: other work goes on between them. What WeChat knows by the AppID, the access token and its
    /// rations, stays: another app may use it.
    /// </summary>
    /// <remarks>
    /// To be called when no instance has the app any more. What another instance has spooled and hands over later is not among
    /// what is erased; asking again erases it.
    /// </remarks>
    /// <param name="app">The app's name.</param>
    /// <param name="cancellationToken">Gives up; asking again goes on with it.</param>
    /// <exception cref="StoreUnavailableException">A part is done; asking again goes on with it.</exception>
    ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken);
}
