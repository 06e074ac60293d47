using Microsoft.Extensions.Logging;
using WeChatPush.Telemetry;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// Counts and logs the records that cannot be read, each once. What a transaction sets aside is said when it is committed:
/// it may run twice.
/// </summary>
internal sealed partial class UnreadableRecords(string path, ILogger logger) : ISqliteBatchPart
{
    // Beyond these a record may be logged again; a file with so many is lost anyway.
    private const int MaxRemembered = 10_000;

    private readonly HashSet<(string Table, string Key)> _seen = [];
    private readonly List<Record> _inTransaction = [];

    /// <summary>A step of the writer sets a record aside.</summary>
    public void SetAside(SqliteSession session, string app, string table, string key, string reason)
    {
        session.Enlist(this);
        _inTransaction.Add(new Record(app, table, key, reason));
    }

    /// <summary>A record was passed over.</summary>
    public void PassOver(string app, string table, string key, string reason)
    {
        lock (_seen)
        {
            if (_seen.Count >= MaxRemembered)
                _seen.Clear();
            if (!_seen.Add((table, key)))
                return;
        }

        Metrics.Unreadable(app, table);
        LogUnreadable(logger, table, key, path, app, reason);
    }

    public void Complete(SqliteSession session)
    {
        // The rows are written already.
    }

    public void Committed()
    {
        foreach (var record in _inTransaction)
            PassOver(record.App, record.Table, record.Key, record.Reason);
        _inTransaction.Clear();
    }

    public void RolledBack() => _inTransaction.Clear();

    private readonly record struct Record(string App, string Table, string Key, string Reason);

    [LoggerMessage(120, LogLevel.Error,
        "A record of {Table} ({Key}) in {Path} cannot be read and was set aside; all others go on. App {App}: {Reason}. A push "
        + "is listed as dead; if a newer version wrote the file, start that version again.")]
    private static partial void LogUnreadable(
        ILogger logger, string table, string key, string path, string app, string reason);
}
