using WeChatPush.Storage;

namespace WeChatPush.Bookmarks;

/// <summary>Erases the bookmarks of a user, and of an app.</summary>
internal sealed class BookmarkEraser(BookmarkService bookmarks) : IUserEraser, IAppEraser
{
    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var user = new NamedUser(openId);
        return new()
        {
            Bookmarks = await bookmarks.RemoveAsync(
                app, one => one.OpenId == openId || user.IsIn(one.Body) || user.IsIn(one.Name), isUnreadableRemoved: true, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken) =>
        new() { Others = await bookmarks.EraseAsync(app, cancellationToken) ? 1 : 0 };

    /// <summary>The store that holds them does it.</summary>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => ValueTask.FromResult(LogRewrite.Done);
}
