using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Connection;

/// <summary>Asks the file whether it takes writes: by writing something.</summary>
internal sealed class SqliteProbe(SqliteStore store) : IStoreProbe
{
    /// <inheritdoc/>
    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) =>
        store.FindProblemAsync(cancellationToken);
}
