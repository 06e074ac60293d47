using System.Security.Cryptography;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>
/// What was uploaded, put down in a file: it may be far larger than the memory it should cost, and its parts may come in
/// any order. Gone when it is let go of, or when the process dies.
/// </summary>
internal sealed class SpooledBody : IDisposable
{
    private const int Piece = 64 * 1024;

    private readonly FileStream _file;

    private SpooledBody(FileStream file) => _file = file;

    /// <summary>What was uploaded, from its beginning.</summary>
    public Stream Content => _file;

    /// <summary>
    /// Puts down what arrives, and adds it to a hash. <see langword="null"/>: there is more than <paramref name="limit"/>.
    /// </summary>
    public static async ValueTask<SpooledBody?> ReadAsync(
        Stream source, string directory, long limit, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var spooled = new SpooledBody(Open(directory));
        try
        {
            var piece = new byte[Piece];
            int read;
            while ((read = await source.ReadAsync(piece, cancellationToken)) > 0)
            {
                if (spooled._file.Length + read > limit)
                {
                    spooled.Dispose();
                    return null;
                }

                hash.AppendData(piece, 0, read);
                await spooled._file.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            }

            spooled._file.Position = 0;
            return spooled;
        }
        catch
        {
            spooled.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"upload-{Guid.NewGuid():N}");
        var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Piece,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        // Elsewhere a file can lose its name while it is in use, and is gone even if the process is killed.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
