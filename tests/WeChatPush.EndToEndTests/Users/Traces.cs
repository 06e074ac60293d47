using System.Diagnostics;

namespace WeChatPush.EndToEndTests.Users;

/// <summary>Looks for words in the bytes of files, whatever the files are and whoever has them open.</summary>
internal static class Traces
{
    private const int Found = 0;
    private const int NotFound = 1;

    /// <summary>The files below a folder in which a word stands.</summary>
    public static List<string> Find(string folder, params string[] words) =>
    [
        .. words.SelectMany(word => Grep(folder, word).Select(file => $"{word} in {Path.GetFileName(file)}")),
    ];

    private static string[] Grep(string folder, string word)
    {
        var start = new ProcessStartInfo("grep", ["-rlaF", "-e", word, folder])
        {
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        using var grep = Process.Start(start)!;
        var files = grep.StandardOutput.ReadToEnd();
        grep.WaitForExit();
        grep.ExitCode.ShouldBeOneOf(Found, NotFound);
        return files.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
