using System.Globalization;

namespace WeChatPush.Server.Admission;

/// <summary>How many files and sockets the system lets this process have open. Only Linux tells.</summary>
internal static class OpenFiles
{
    /// <summary>With fewer the server does not start: .NET takes about three hundred for the program alone.</summary>
    public const int Min = 512;

    private const string Limits = "/proc/self/limits";
    private const string Descriptors = "/proc/self/fd";
    private const string Name = "Max open files";

    /// <summary>The limit of <c>ulimit -n</c>, or <see langword="null"/>: none is known.</summary>
    public static int? FindLimit() => File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : null;

    /// <summary>Throws if there are too few, before .NET dies of it without a word.</summary>
    /// <exception cref="IOException">There are.</exception>
    public static void EnsureEnough()
    {
        if (FindLimit() is { } limit and < Min)
        {
            throw new IOException(
                $"The system lets this process have {limit} files open, and it needs {Min}: raise ulimit -n, LimitNOFILE or --ulimit nofile.");
        }
    }

    /// <summary>How many are open now.</summary>
    public static int Count() => Directory.Exists(Descriptors) ? Directory.EnumerateFileSystemEntries(Descriptors).Count() : 0;

    /// <summary>The soft limit among the lines of the system.</summary>
    public static int? Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
        && line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? (int)Math.Min(limit, int.MaxValue)
            : null;
}
