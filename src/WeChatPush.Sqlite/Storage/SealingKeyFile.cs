using System.Text;
using WeChatPush.Records;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>The file <c>secret-key</c> beside the database, in the directory that one process holds.</summary>
internal sealed class SealingKeyFile(SqliteStore store) : ISealingKeyFile
{
    /// <summary>Its name.</summary>
    public const string Name = "secret-key";

    /// <inheritdoc/>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(store.Path)!, Name);

    /// <inheritdoc/>
    public string? Read() => File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;

    /// <inheritdoc/>
    public string Create()
    {
        // Under its name only when it is whole: half a key would be taken for one.
        var key = SealingKey.Generate();
        var fresh = $"{Path}.new";
        using (var file = new FileStream(fresh, FileRights.Create(FileMode.Create, FileShare.None)))
        {
            file.Write(Encoding.ASCII.GetBytes(key + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, Path, overwrite: false);
        return key;
    }
}
