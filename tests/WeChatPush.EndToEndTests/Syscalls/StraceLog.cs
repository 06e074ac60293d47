using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// Reads what strace writes of several threads (<c>-f -o</c>): a call that others got into is in two lines,
/// <c>unfinished</c> and <c>resumed</c>.
/// </summary>
internal static partial class StraceLog
{
    private const string Unfinished = " <unfinished ...>";
    private const string Detached = " <detached ...>";

    /// <summary>The calls, in the order in which they were entered.</summary>
    public static IReadOnlyList<SystemCall> Read(IEnumerable<string> lines)
    {
        var calls = new List<SystemCall>();
        var open = new Dictionary<string, (int Entered, string Text)>();
        var place = 0;
        foreach (var line in lines)
        {
            place++;
            if (Thread().Match(line) is not { Success: true } thread)
                continue;
            var (entered, text) = (place, line[thread.Length..]);
            if (Resumed().Match(text) is { Success: true } resumed)
            {
                // The trace may begin in the middle of a call.
                if (!open.Remove(thread.Value, out var begin))
                    continue;
                (entered, text) = (begin.Entered, begin.Text + text[resumed.Length..]);
            }

            if (WithoutEnd(text) is { } unfinished)
                open[thread.Value] = (entered, unfinished);
            else if (Call().Match(text) is { Success: true } call)
                calls.Add(Finished(call, entered, place));
        }

        calls.AddRange(from begin in open.Values
                       let call = Begin().Match(begin.Text)
                       where call.Success
                       select Entered(call, begin.Entered));
        return [.. calls.OrderBy(call => call.Entered)];
    }

    private static string? WithoutEnd(string text) =>
        text.EndsWith(Unfinished, StringComparison.Ordinal) ? text[..^Unfinished.Length]
        : text.EndsWith(Detached, StringComparison.Ordinal) ? text[..^Detached.Length]
        : null;

    private static SystemCall Entered(Match call, int entered) =>
        new(call.Groups["name"].Value, call.Groups["arguments"].Value, entered, int.MaxValue, Result: null);

    private static SystemCall Finished(Match call, int entered, int returned) => new(
        call.Groups["name"].Value,
        call.Groups["arguments"].Value,
        entered,
        returned,
        long.TryParse(call.Groups["result"].Value, CultureInfo.InvariantCulture, out var result) ? result : null);

    [GeneratedRegex("^[0-9]+ +")]
    private static partial Regex Thread();

    [GeneratedRegex(@"^<\.\.\. [a-z0-9_]+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<name>[a-z0-9_]+)\((?<arguments>.*)\) += (?<result>-?[0-9]+|\?)[^""]*$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<name>[a-z0-9_]+)\((?<arguments>.*)$")]
    private static partial Regex Begin();
}
