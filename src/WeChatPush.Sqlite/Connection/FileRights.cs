using System.Security;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// Who may read the data: the account of the process alone. The files hold messages, users, tokens and keys. Windows has no
/// such rights; there the directory's own count.
/// </summary>
internal static class FileRights
{
    public const UnixFileMode Directory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Options that create a file for this account alone.</summary>
    public static FileStreamOptions Create(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File;
        return options;
    }

    /// <summary>Takes the rights of others away. Why it could not; <see langword="null"/>: others have none.</summary>
    public static string? Tighten(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            var mode = System.IO.File.GetUnixFileMode(path);
            if ((mode & OfOthers) == 0)
                return null;
            // Such a directory (/tmp) belongs to everybody.
            if ((mode & UnixFileMode.StickyBit) != 0)
                return "it is a directory that others share";
            System.IO.File.SetUnixFileMode(path, mode & ~OfOthers);
            return (System.IO.File.GetUnixFileMode(path) & OfOthers) == 0 ? null : "its file system keeps no such rights";
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException)
        {
            return error.Message;
        }
    }
}
