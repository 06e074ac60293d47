using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Storage;

/// <summary>Erases an app's rows from tables in which they are found by the app's name, in small steps.</summary>
internal static class AppRows
{
    /// <summary>How many rows go in one step: receiving goes on between two.</summary>
    public const int BatchSize = 500;

    /// <summary>
    /// Runs a statement, which deletes up to <c>$2</c> rows of the app <c>$1</c>, until nothing is left; returns how many rows went.
    /// </summary>
    public static async ValueTask<int> EraseAsync(
        SqliteStore store, string statement, string app, CancellationToken cancellationToken)
    {
        for (var erased = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = await store.WriteAsync(session => session.Execute(statement, app, BatchSize));
            erased += batch;
            if (batch < BatchSize)
                return erased;
        }
    }

    /// <summary>
    /// The same for a table in which nothing leads to an app's rows: they are looked for beside the writer, in the order of a key.
    /// </summary>
    /// <param name="store">The file.</param>
    /// <param name="find">
    /// Finds up to <c>$3</c> keys, in their order, of rows of the app <c>$1</c> behind the key <c>$2</c>, or from the first on.
    /// </param>
    /// <param name="drop">Deletes the row of a key and returns how much that was.</param>
    /// <param name="app">The app.</param>
    /// <param name="first">What is before every key.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <param name="batchSize">How many go in one step.</param>
    public static async ValueTask<int> EraseAsync<TKey>(
        SqliteStore store,
        string find,
        Func<SqliteSession, TKey, int> drop,
        string app,
        TKey first,
        CancellationToken cancellationToken,
        int batchSize = BatchSize)
    {
        var erased = 0;
        for (var after = first; ;)
        {
            var from = after;
            var keys = await store.ReadAsync(session => Find(session, find, app, from, batchSize), cancellationToken);
            if (keys.Count > 0)
                erased += await store.WriteAsync(session => keys.Sum(key => drop(session, key)));
            if (keys.Count < batchSize)
                return erased;
            after = keys[^1];
        }
    }

    private static List<TKey> Find<TKey>(SqliteSession session, string find, string app, TKey after, int max)
    {
        var keys = new List<TKey>();
        using var rows = session.Prepare(find, app, after, max).ExecuteReader();
        while (rows.Read())
            keys.Add(rows.GetFieldValue<TKey>(0));
        return keys;
    }
}
