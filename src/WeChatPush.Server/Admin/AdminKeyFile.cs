using System.Buffers.Text;
using System.Security.Cryptography;

namespace WeChatPush.Server.Admin;

/// <summary>The admin key that is generated when none is configured.</summary>
internal static class AdminKeyFile
{
    /// <summary>Where the key is kept.</summary>
    public static string PathIn(string dataDirectory) => Path.GetFullPath(Path.Combine(dataDirectory, "admin-key"));

    /// <summary>Reads the key, and makes one first if there is none. Two servers that start at once agree on one.</summary>
    public static string ReadOrCreate(string path)
    {
        if (Read(path) is { } existing)
            return existing;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            Write(draft, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
            // An empty file is what a full disk left behind, not a key.
            File.Move(draft, path, overwrite: File.Exists(path) && new FileInfo(path).Length == 0);
        }
        catch (IOException) when (Read(path) is not null)
        {
            // The other one was faster.
        }
        finally
        {
            File.Delete(draft);
        }

        return Read(path) ?? throw new IOException($"The admin key in {path} is empty.");
    }

    /// <summary>The key, or <see langword="null"/> where none has been made.</summary>
    public static string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var key = File.ReadAllText(path).Trim();
        return key.Length == 0 ? null : key;
    }

    private static void Write(string path, string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine(key);
    }
}
