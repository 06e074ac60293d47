using System.Security.Cryptography;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>
/// An upload on disk: it may be far larger than the memory it should cost, and its parts may come in any order. Gone when it
/// is disposed, or when the process dies.
/// </summary>
/// <remarks>
/// The framework's <c>FileBufferingReadStream</c> does not keep that promise: its file has a name until it is disposed, so a
/// killed process leaves the upload behind. It also needs a temporary directory that can be written to, beside the data's.
/// </remarks>
internal static class UploadFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Writes down what arrives, and adds it to a hash. <see langword="null"/>: there is more than <paramref name="limit"/>.
    /// </summary>
    public static async ValueTask<Stream?> WriteAsync(
        Stream source, string directory, long limit, IncrementalHash hash, CancellationToken cancellationToken)
    {
        Stream? file = Create(directory);
        try
        {
            var buffer = new byte[BufferSize];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (file.Length + read > limit)
                    return null;
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Position = 0;
            var written = file;
            file = null;
            return written;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static FileStream Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"upload-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        // Windows deletes the file of a killed process itself; elsewhere the file loses its name before the first byte comes.
        if (OperatingSystem.IsWindows())
            return new(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
