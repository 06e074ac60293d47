using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// The embedded store: one SQLite file in WAL mode, <c>synchronous=FULL</c>, one writer. Works that arrive while a commit
/// runs share the next one, so one fsync serves them all; a batch never waits for company.
/// </summary>
internal sealed partial class SqliteStore : IAsyncDisposable
{
    /// <summary>The name of the file in the data directory.</summary>
    public const string FileName = "wechatpush.db";

    private const int MaxBatch = 512;

    // The work of a caller that gave up waiting still lies in the queue. A disk that hangs for minutes must not use up the
    // memory.
    private const int MaxQueued = 16_384;

    private readonly SqliteQueue _queue = new(MaxQueued);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly string _connectionString;
    private readonly ILogger _logger;
    private readonly UnreadableRecords _unreadable;
    private readonly SqliteSession _writer;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly Task _loop;
    private volatile string? _lastFailure;

    /// <summary>Opens, and if needed creates, the file.</summary>
    public SqliteStore(string path, ILogger<SqliteStore> logger)
    {
        _logger = logger;
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        // SQLite gives its other files the rights of this one.
        using (new FileStream(Path, FileRights.Create(FileMode.OpenOrCreate, FileShare.ReadWrite)))
        {
        }

        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 1 }.ToString();
        _unreadable = new UnreadableRecords(Path, logger);
        _writer = Open();
        _writer.Execute("CREATE TABLE IF NOT EXISTS schema (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        _writer.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {SqliteCheckpoints.MaxLogSize}"));
        _checkpoints = new SqliteCheckpoints(Open(), SqliteCheckpoints.TruncateInterval);
        _loop = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>Why the last commit failed, or <see langword="null"/> when it succeeded.</summary>
    public string? LastFailure => _lastFailure;

    /// <summary>Why nothing can be committed now, in words; <see langword="null"/>: something was.</summary>
    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(static session => session.Execute("UPDATE schema SET version = version"))
                .AsTask().WaitAsync(cancellationToken);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }

    /// <summary>
    /// Brings a stage's tables up to date: the scripts from the stage's current version on run in order, each in one
    /// transaction with its version mark. Scripts are only ever appended.
    /// </summary>
    public void Migrate(string stage, params ReadOnlySpan<string> scripts)
    {
        using var session = Open();
        var version = (long)(session.Scalar("SELECT version FROM schema WHERE name = $1", stage) ?? 0L);
        if (version > scripts.Length)
            throw new StoreFormatException(
                $"{Path} was written by a newer version ({stage} is at {version}, this program knows {scripts.Length}).");
        for (var i = (int)version; i < scripts.Length; i++)
        {
            using var transaction = session.Connection.BeginTransaction();
            using var command = session.Connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = scripts[i];
            command.ExecuteNonQuery();
            command.CommandText = "INSERT INTO schema VALUES ($n, $v) ON CONFLICT (name) DO UPDATE SET version = $v";
            command.Parameters.AddWithValue("$n", stage);
            command.Parameters.AddWithValue("$v", i + 1);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Queues a work; its result arrives after the commit.</summary>
    /// <exception cref="StoreUnavailableException">Nothing of the work was kept.</exception>
    public ValueTask<T> WriteAsync<T>(SqliteWork<T> work)
    {
        var result = work.Result;
        if (_queue.TryAdd(work) is { } refusal)
            work.Failed(new StoreUnavailableException(refusal));
        return result;
    }

    /// <summary>Queues a function as a work; for paths where its closure does not matter.</summary>
    /// <exception cref="StoreUnavailableException">Nothing of the work was kept.</exception>
    public ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work) => WriteAsync(new FunctionWork<T>(work));

    /// <summary>Queues the note that a request is about to be written; whoever waits for it writes the request at once.</summary>
    /// <exception cref="StoreUnavailableException">Nothing of the work was kept.</exception>
    public ValueTask<T> WriteNoteAsync<T>(Func<SqliteSession, T> work) => WriteAsync(new NoteWork<T>(work));

    /// <summary>Runs a query on a reading connection, off the caller's thread, beside the writer.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        return await Task.Run(
            () =>
            {
                SqliteSession? session = null;
                try
                {
                    if (!_readers.TryTake(out session))
                        session = Open();
                    return query(session);
                }
                catch (SqliteException error)
                {
                    throw new StoreUnavailableException(error.Message, error);
                }
                finally
                {
                    if (session is not null && _readers.Count < MaxIdleReaders)
                        _readers.Add(session);
                    else
                        session?.Dispose();
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Copies all of the write-ahead log into the file and cuts it off, so that neither holds what was deleted. A reader may hold
    /// it up: then the checkpoints do it within <see cref="SqliteCheckpoints.TruncateInterval"/>.
    /// </summary>
    public async ValueTask<LogRewrite> CutLogAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MaxCuts; tries++)
        {
            if (await Task.Run(TryCutLog, cancellationToken))
                return LogRewrite.Done;
            await Task.Delay(CutPause, cancellationToken);
        }

        return LogRewrite.Pending;
    }

    private bool TryCutLog()
    {
        try
        {
            using var session = Open();
            // The writer waits meanwhile, and with it the answers.
            session.Execute("PRAGMA busy_timeout = 100");
            return session.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") is 0L;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Commits what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _loop;
        _checkpoints.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
    }

    private SqliteSession Open()
    {
        var session = new SqliteSession(new SqliteConnection(_connectionString), _unreadable);
        try
        {
            session.Connection.Open();
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = FULL");
            // What is deleted is overwritten, in pages that are kept and in those that become free.
            session.Execute("PRAGMA secure_delete = ON");
            session.Execute("PRAGMA busy_timeout = 1000");
            session.Execute("PRAGMA cache_size = -32768");
            session.Execute("PRAGMA temp_store = MEMORY");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Each keeps a page cache; a burst of readers must not leave all of theirs behind.
    private const int MaxIdleReaders = 8;
    private const int MaxCuts = 20;
    private static readonly TimeSpan CutPause = TimeSpan.FromMilliseconds(50);

    private sealed class FunctionWork<T>(Func<SqliteSession, T> work) : SqliteWork<T>
    {
        protected override T Execute(SqliteSession session) => work(session);
    }

    private sealed class NoteWork<T>(Func<SqliteSession, T> work) : SqliteWork<T>
    {
        public override bool CompletesFirst => true;

        public override bool CompletesInTurn => true;

        protected override T Execute(SqliteSession session) => work(session);
    }
}
