namespace WeChatPush.Storage;

/// <summary>Erases what is stored about a user.</summary>
public interface IUserErasure
{
    /// <summary>
    /// Erases the user's pushes, those that wait among them, with what was answered and sent on them; credits, windows, and the
    /// openid and values of the user's places in campaigns, which keep their number and outcome, or are cancelled when their
    /// turn comes. Also erased is every push that names the user. A push that is being handled meanwhile is dropped when its
    /// handling ends. Works in bounded steps: other work goes on between them.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="cancellationToken">Gives up; asking again goes on with it.</param>
    /// <exception cref="StoreUnavailableException">A part is done; asking again goes on with it.</exception>
    ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken);
}
