namespace WeChatPush.EndToEndTests.Formats;

/// <summary>What servers of one version left: a data directory and, of those on Redis, its dump.</summary>
internal sealed record StoredState(string Folder, bool IsInRedis)
{
    /// <summary>The dump of Redis; until something was written there is none.</summary>
    public string Dump => Path.Combine(Folder, "dump.rdb");

    /// <summary>The key of the admin API that the first server generated.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(Folder, "data", "admin-key")).Trim();

    /// <summary>What a version left, as it lies in the tree.</summary>
    public static StoredState Get(string version, string store) =>
        new(Path.Combine(AppContext.BaseDirectory, "Formats", version, store), IsRedis(store));

    /// <summary>Nothing yet.</summary>
    public static StoredState In(string folder, string store) =>
        new(Directory.CreateDirectory(folder).FullName, IsRedis(store));

    /// <summary>The same, elsewhere: whatever a server does to it there, the original stays what it is.</summary>
    public StoredState CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return this with { Folder = folder };
    }

    private static bool IsRedis(string store) => store == "redis";
}
