using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// Copies the write-ahead log into the file, beside the writer: a caller that waits for a commit does not wait for that as
/// well. The log starts over whenever the writer finds all of it copied; when that happens too seldom, the writer does the
/// rest itself (<see cref="MaxLogSize"/>). A log that starts over still has behind its new end what it held before, and with
/// it what has been deleted since: now and then it is cut off.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    /// <summary>Pages of the log at which the writer no longer leaves it to others: 32 MiB.</summary>
    public const int MaxLogSize = 8192;

    private const int PagesAtOnce = 1000;
    private const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";
    private const string Truncate = "PRAGMA wal_checkpoint(TRUNCATE)";

    /// <summary>How long the log may keep what has been deleted.</summary>
    public static readonly TimeSpan TruncateInterval = TimeSpan.FromMinutes(5);

    // The writer waits meanwhile, and with it the answers: a long query must not hold them up. The next turn comes.
    private const string TruncateTimeout = "PRAGMA busy_timeout = 100";

    private readonly SqliteSession _session;
    private readonly SemaphoreSlim _due = new(0);
    private readonly Task _loop;
    private readonly TimeSpan _truncateInterval;
    private int _written;
    private volatile bool _isTruncated;
    private volatile bool _ended;

    /// <summary>Begins to look after the file that the session is open on.</summary>
    public SqliteCheckpoints(SqliteSession session, TimeSpan truncateInterval)
    {
        _session = session;
        _truncateInterval = truncateInterval;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The writer has put pages into the log.</summary>
    public void Written(int pages)
    {
        _isTruncated = false;
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
        var truncated = Stopwatch.StartNew();
        while (true)
        {
            var left = _truncateInterval - truncated.Elapsed;
            _due.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (_ended)
                return;
            Run(Checkpoint);
            if (truncated.Elapsed < _truncateInterval)
                continue;
            if (!_isTruncated)
            {
                _isTruncated = true;
                Run(TruncateTimeout);
                _isTruncated &= Run(Truncate) is 0L;
            }

            truncated.Restart();
        }
    }

    private object? Run(string pragma)
    {
        try
        {
            return _session.Scalar(pragma);
        }
        catch (SqliteException)
        {
            // The disk is full, or another process holds the file. The log keeps everything, and the next turn comes.
            return null;
        }
    }
}
