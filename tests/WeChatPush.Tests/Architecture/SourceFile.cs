using System.Text.RegularExpressions;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Tests.Architecture;

/// <summary>A file of the source, as far as its words are concerned.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The repository.</summary>
    public static string Root => Repository.Root;

    /// <summary>The first folder below the project.</summary>
    public string Stage => Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";

    /// <summary>The types it declares at the top level.</summary>
    public IReadOnlySet<string> Declares { get; } =
        Declaration().Matches(Text).Select(match => match.Groups["name"].Value).ToHashSet();

    /// <summary>Every name in its code that is not one of its own members; what stands in comments and texts is none.</summary>
    public IReadOnlySet<string> Names { get; } = NamesIn(NotCode().Replace(Text, " "));

    /// <summary>The files of a project below <c>src</c>, with paths relative to it.</summary>
    public static IReadOnlyList<SourceFile> Of(string project)
    {
        var folder = System.IO.Path.Combine(Root, "src", project);
        return
        [
            .. from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
               let relative = System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/')
               where !relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal)
               select new SourceFile(relative, File.ReadAllText(path)),
        ];
    }

    private static HashSet<string> NamesIn(string code) =>
    [
        .. Name().Matches(code).Select(match => match.Value)
            .Except(Member().Matches(code).Select(match => match.Groups["name"].Value)),
    ];

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|record\s+struct|record|struct|interface|enum|delegate\s+[\w<>?\[\]]+)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\"{3}.*?\"{3}|@"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex NotCode();

    // A type, then a name, then the body: a property or a field, which may be called like somebody else's type.
    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|required|override|readonly)\s+)+[\w<>?\[\],. ]+?\s(?<name>[A-Z]\w*)\s*(?:\{\s*get|=>|=|;)", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Name();
}
