using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// The directory of the data, held by this process alone for its whole life: what was seen is asked in memory, so two
/// processes on one directory would handle pushes twice. The lock is the system's and goes with the process, however that
/// ends. Its file stays: a process that waits has it open already.
/// </summary>
internal sealed partial class DataDirectory : IDisposable
{
    /// <summary>The file that is locked.</summary>
    public const string LockName = "lock";

    /// <summary>How long a process waits for the one before: it drains within 10 s.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // As .NET reports a file that another process holds: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    /// <summary>Makes the directory if need be, and locks it.</summary>
    /// <exception cref="StoreUnavailableException">Another process holds it for longer than the wait.</exception>
    public DataDirectory(string path, TimeSpan maxWait, ILogger<DataDirectory> logger)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, FileRights.Directory);
        _lock = Lock(maxWait, logger);
        Tighten(logger);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private FileStream Lock(TimeSpan maxWait, ILogger logger)
    {
        var begun = Stopwatch.StartNew();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(File(LockName), FileRights.Create(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException error) when (Held.Contains(error.HResult))
            {
                if (begun.Elapsed >= maxWait)
                    throw new StoreUnavailableException(
                        $"Another process uses {Path} and did not end within {maxWait.TotalSeconds:0.#} s. Only one may: stop the "
                        + "other one, or set WeChatPush:DataDirectory of this one to a directory of its own.");
            }

            if (isFirst)
                LogWaits(logger, Path, maxWait.TotalSeconds);
            Thread.Sleep(Pause);
        }
    }

    // The first level alone: what lies deeper cannot be reached through a directory that is closed.
    private void Tighten(ILogger logger)
    {
        if (FileRights.Tighten(Path) is { } problem)
            LogOpen(logger, Path, problem);
        foreach (var name in (ReadOnlySpan<string>)
            [LockName, "admin-key", "secret-key", SqliteStore.FileName, $"{SqliteStore.FileName}-wal", $"{SqliteStore.FileName}-shm"])
        {
            if (FileRights.Tighten(File(name)) is { } reason)
                LogOpen(logger, File(name), reason);
        }
    }

    [LoggerMessage(110, LogLevel.Warning,
        "Another process uses {Path} (WeChatPush:DataDirectory). Waiting up to {Seconds} s for it to end.")]
    private static partial void LogWaits(ILogger logger, string path, double seconds);

    [LoggerMessage(111, LogLevel.Warning,
        "Other accounts of this machine may read {Path}, and it cannot be changed: {Reason}. It holds messages and keys; give it "
        + "to the account of the server (chown), or set WeChatPush:DataDirectory to a directory of that account.")]
    private static partial void LogOpen(ILogger logger, string path, string reason);
}
