using System.Text.RegularExpressions;

namespace WeChatPush.TestSupport.Container;

/// <summary>The <c>Dockerfile</c>, as instructions.</summary>
internal sealed partial class DockerFile
{
    public const string Path = "src/WeChatPush.Server/Dockerfile";

    public DockerFile()
    {
        Text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));
        Instructions =
        [
            .. from line in Continued().Replace(Text, " ").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
               where !line.StartsWith('#')
               let words = line.Split(' ', 2, StringSplitOptions.TrimEntries)
               select (words[0], words[1]),
        ];
    }

    /// <summary>The file as it is.</summary>
    public string Text { get; }

    /// <summary>Every instruction with what follows it.</summary>
    public IReadOnlyList<(string Name, string Words)> Instructions { get; }

    public IReadOnlyList<string> Stages => [.. All("FROM").Select(rest => rest.Split(" AS ")[1])];

    /// <summary>What is copied out of the repository, in patterns.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. All("COPY").Where(copy => !copy.StartsWith("--", StringComparison.Ordinal)).SelectMany(copy => copy.Split(' ')[..^1]),
    ];

    /// <summary>The variables that the images set.</summary>
    public IReadOnlyDictionary<string, string> Environment => All("ENV")
        .SelectMany(rest => rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public IReadOnlyList<string> All(string name) =>
        [.. Instructions.Where(instruction => instruction.Name == name).Select(instruction => instruction.Words)];

    [GeneratedRegex(@"\s*\\\r?\n\s*")]
    private static partial Regex Continued();
}
