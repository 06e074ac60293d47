namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// What the works of one shared transaction have in common: it gathers what they leave with it and writes that once.
/// <see cref="SqliteSession.Enlist"/> enlists it in each transaction.
/// </summary>
internal interface ISqliteBatchPart
{
    /// <summary>The works are done; the last moment to write.</summary>
    void Complete(SqliteSession session);

    /// <summary>What was written is durable.</summary>
    void Committed();

    /// <summary>Nothing was kept; the works may run again, each in a transaction of its own.</summary>
    void RolledBack();
}
