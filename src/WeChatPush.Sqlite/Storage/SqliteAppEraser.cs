using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>Erases apps from the embedded database.</summary>
internal sealed class SqliteAppEraser(SqliteStore store, SqliteInbox inbox) : IAppEraser
{
    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var spooled = await SpoolErasure.EraseAppAsync(store, app, cancellationToken);
        var erased = await inbox.EraseAppAsync(app, cancellationToken);
        return erased.Add(new() { Spooled = spooled });
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => store.CutLogAsync(cancellationToken);
}
