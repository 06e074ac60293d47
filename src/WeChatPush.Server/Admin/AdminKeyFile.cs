using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Server.Admin;

/// <summary>The admin key that is generated when none is configured.</summary>
internal static class AdminKeyFile
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Where the key is kept.</summary>
    public static string PathIn(string dataDirectory) => Path.GetFullPath(Path.Combine(dataDirectory, "admin-key"));

    /// <summary>Reads the key, and makes one first if there is none. Servers that start at once agree on one.</summary>
    /// <exception cref="IOException">The file cannot be written, or another process keeps it locked.</exception>
    public static string ReadOrCreate(string path)
    {
        // A key that is there may be in a file that this process may only read.
        if (Read(path) is { } existing)
            return existing;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // The lock decides who makes the key. File.Move does not: it looks whether the target exists before it replaces it.
        using var file = Open(path, options);
        if (KeyIn(file) is { } made)
            return made;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Write(file, key);
        return key;
    }

    /// <summary>The key, or <see langword="null"/> where none has been made.</summary>
    public static string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = Open(path, new() { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read });
        return KeyIn(file);
    }

    // An empty file is what a full disk left behind, not a key.
    private static string? KeyIn(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var key = reader.ReadToEnd().Trim();
        return key.Length == 0 ? null : key;
    }

    private static void Write(FileStream file, string key)
    {
        file.SetLength(0);
        try
        {
            file.Write(Encoding.ASCII.GetBytes(key + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a key would be taken for one at the next start.
            file.SetLength(0);
            throw;
        }
    }

    private static FileStream Open(string path, FileStreamOptions options)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException problem) when (problem.GetType() == typeof(IOException) && waited < MaxWait)
            {
                // Locked, for as long as it takes to write a line.
                Thread.Sleep(Pause);
            }
        }
    }
}
