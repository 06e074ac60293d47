namespace WeChatPush.TestSupport.Records;

/// <summary>Tries every kind of rubbish in every kind of place, and says in one failure what went wrong where.</summary>
internal static class RubbishRun
{
    private const int MaxMessage = 300;

    /// <param name="places">Where there are records.</param>
    /// <param name="trySpoilAsync">One case, by the place, the rubbish and the number of the case. False: there was nothing to spoil.</param>
    public static async Task RunAsync(IReadOnlyList<string> places, Func<string, Rubbish, int, Task<bool>> trySpoilAsync)
    {
        places.ShouldNotBeEmpty();
        var problems = new List<string>();
        var (number, spoiled) = (0, 0);
        foreach (var place in places)
        {
            foreach (var rubbish in Enum.GetValues<Rubbish>())
            {
                try
                {
                    spoiled += await trySpoilAsync(place, rubbish, number++) ? 1 : 0;
                }
                catch (Exception error)
                {
                    problems.Add($"{place} {rubbish}: {error.GetType().Name} {Summarize(error.Message)} {FindLine(error)}");
                }
            }
        }

        problems.ShouldBeEmpty(string.Join("\n", problems));
        spoiled.ShouldBeGreaterThan(places.Count);
    }

    private static string Summarize(string message) =>
        message.ReplaceLineEndings(" ") is { Length: > MaxMessage } text ? text[..MaxMessage] : message.ReplaceLineEndings(" ");

    private static string? FindLine(Exception error) => error.StackTrace?.Split('\n')
        .FirstOrDefault(line => line.Contains("src/") || line.Contains("Unreadable"))?.Trim();
}
