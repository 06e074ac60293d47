namespace WeChatPush.Sqlite.Connection;

/// <summary>Completes the waiters of a commit, off the writer's thread.</summary>
internal sealed class CommitNotifier(List<SqliteWork> inTurn, Exception? failure) : IThreadPoolWorkItem
{
    /// <summary>Completes the waiters of a batch, which may be reused afterwards.</summary>
    public static void Complete(List<SqliteWork> batch, Exception? failure)
    {
        if (batch.FindAll(work => work.CompletesFirst) is { Count: > 0 } first)
            Queue(first, failure);
        List<SqliteWork>? inTurn = null;
        foreach (var work in batch)
        {
            if (work.CompletesFirst)
                continue;
            if (work.CompletesInTurn)
                (inTurn ??= new List<SqliteWork>(batch.Count)).Add(work);
            else
                Complete(work, failure);
        }

        if (inTurn is not null)
            Queue(inTurn, failure);
    }

    private static void Queue(List<SqliteWork> works, Exception? failure) =>
        ThreadPool.UnsafeQueueUserWorkItem(new CommitNotifier(works, failure), preferLocal: false);

    public void Execute()
    {
        foreach (var work in inTurn)
            Complete(work, failure);
    }

    private static void Complete(SqliteWork work, Exception? failure)
    {
        if (failure is null)
            work.Committed();
        else
            work.Failed(failure);
    }
}
