using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Sqlite.Connection;

/// <summary>The one writer: what is queued is committed together.</summary>
internal sealed partial class SqliteStore
{
    private const int Locked = 5;
    private const int DiskFull = 13;

    private void WriteLoop()
    {
        var batch = new List<SqliteWork>(MaxBatch);
        while (_queue.Take(batch, MaxBatch))
        {
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<SqliteWork> batch)
    {
        try
        {
            RunInTransaction(batch);
        }
        catch (Exception error) when (batch.Count > 1 && error is not SqliteException { SqliteErrorCode: DiskFull or Locked })
        {
            // One of the batch cannot be done; the others must not suffer for it.
            foreach (var work in batch)
                Commit([work]);
            return;
        }
        catch (Exception error)
        {
            // The waiters are completed before the failure is logged: a failing log must not leave a waiter waiting.
            var isNew = error is SqliteException && _lastFailure is null;
            if (error is SqliteException)
                _lastFailure = error.Message;
            var failure = error is SqliteException ? new StoreUnavailableException(error.Message, error) : error;
            CommitNotifier.Complete(batch, failure);
            if (isNew)
                LogCommitFailed(_logger, Path, error.Message);
            return;
        }

        Metrics.Stored("sqlite", batch.Count);
        var recovered = _lastFailure is not null;
        _lastFailure = null;
        CommitNotifier.Complete(batch, failure: null);
        if (recovered)
            LogRecovered(_logger, Path);
    }

    private void RunInTransaction(List<SqliteWork> batch)
    {
        _writer.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var work in batch)
                work.Run(_writer);
            _writer.CompleteParts();
            _writer.Execute("COMMIT");
        }
        catch
        {
            _writer.EndParts(committed: false);
            try
            {
                _writer.Execute("ROLLBACK");
            }
            catch (SqliteException)
            {
                // Some errors (disk full among them) have rolled back already.
            }

            throw;
        }

        _writer.EndParts(committed: true);
        _checkpoints.Written(_writer.TakePagesWritten());
    }

    [LoggerMessage(100, LogLevel.Error,
        "The store {Path} cannot be written: {Reason}. Pushes are answered 503 until it can. Check the disk and WeChatPush:DataDirectory.")]
    private static partial void LogCommitFailed(ILogger logger, string path, string reason);

    [LoggerMessage(101, LogLevel.Information, "The store {Path} can be written again.")]
    private static partial void LogRecovered(ILogger logger, string path);
}
