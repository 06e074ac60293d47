using Microsoft.Data.Sqlite;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// Copies the write-ahead log into the file, beside the writer: a caller that waits for a commit does not wait for that as
/// well. The log starts over whenever the writer finds all of it copied; when that happens too seldom, the writer does the
/// rest itself (<see cref="MaxLogSize"/>).
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    /// <summary>Pages of the log at which the writer no longer leaves it to others: 32 MiB.</summary>
    public const int MaxLogSize = 8192;

    private const int PagesAtOnce = 1000;
    private const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";

    private readonly SqliteSession _session;
    private readonly SemaphoreSlim _due = new(0);
    private readonly Task _loop;
    private int _written;
    private volatile bool _ended;

    /// <summary>Begins to look after the file that the session is open on.</summary>
    public SqliteCheckpoints(SqliteSession session)
    {
        _session = session;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The writer has put pages into the log.</summary>
    public void Written(int pages)
    {
        _written += pages;
        if (_written < PagesAtOnce || _due.CurrentCount > 0)
            return;
        _written = 0;
        _due.Release();
    }

    /// <summary>Ends it, and closes the session; the second time there is nothing to do.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _due.Release();
        _loop.Wait();
        _session.Dispose();
        _due.Dispose();
    }

    private void Loop()
    {
        for (_due.Wait(); !_ended; _due.Wait())
        {
            try
            {
                _session.Scalar(Checkpoint);
            }
            catch (SqliteException)
            {
                // The disk is full, or another process holds the file. The log keeps everything, and the next turn comes.
            }
        }
    }
}
