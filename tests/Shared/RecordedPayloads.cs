namespace WeChatPush.TestSupport;

/// <summary>
/// The pushes under <c>Payloads</c>, byte for byte: as WeChat's pages and real servers have them, and where only
/// one format is on record, the other made from it. Two files of one name are the same push.
/// </summary>
internal static class RecordedPayloads
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Payloads");

    /// <summary>All of them, as <c>Messages/text.xml</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Their names without the format, as <c>Messages/text</c>: every push is there in both.</summary>
    public static IReadOnlyList<string> Pushes { get; } =
        [.. Files.Select(file => Path.ChangeExtension(file, null)).Distinct()];

    /// <summary>The bytes of one.</summary>
    /// <param name="file">As <c>Messages/text.xml</c>.</param>
    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    /// <summary>Whether it is XML; else it is JSON.</summary>
    public static bool IsXml(string file) => file.EndsWith(".xml", StringComparison.Ordinal);
}
