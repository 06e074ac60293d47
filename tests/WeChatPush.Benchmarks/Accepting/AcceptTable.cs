using Spectre.Console;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The medians of all rounds, and the bars they are held against.</summary>
internal sealed class AcceptTable(IReadOnlyDictionary<AcceptRow, List<RoundResult>> results)
{
    public void Show(string title)
    {
        var table = new Table().Title(title).AddColumn("");
        foreach (var column in new[] { "pushes/s", "× bare", "CPU s per 100,000", "× bare", "Redis CPU", "p50 ms", "p99 ms", "× bare", "refused" })
            table.AddColumn(Bar.Right(column));
        foreach (var row in results.Keys)
        {
            table.AddRow(
                row.Name,
                Bar.Number(From(row, r => r.PerSecond), "N0"),
                Bar.Number(Ratio(row, r => r.PerSecond)),
                Bar.Number(From(row, r => r.MicrosecondsEach) / 10),
                Bar.Number(Ratio(row, r => r.MicrosecondsEach)),
                row.Server == ServerKind.Redis ? Bar.Number(From(row, r => r.RedisMicrosecondsEach) / 10) : "",
                Bar.Number(From(row, r => r.P50), "0.000"),
                Bar.Number(From(row, r => r.P99), "0.000"),
                Bar.Number(Ratio(row, r => r.P99)),
                Bar.Number(results[row].Sum(r => r.Refused), "N0"));
        }

        Bar.Print(table);
    }

    public IEnumerable<Bar> Bars()
    {
        foreach (var row in results.Keys)
        {
            if (row.MaxProcessor is { } processor)
                yield return Bar.AtMost($"{row.Name}: CPU", Ratio(row, r => r.MicrosecondsEach), processor, "× bare");
            if (row.MinRate is { } rate)
                yield return Bar.AtLeast($"{row.Name}: per second", Ratio(row, r => r.PerSecond), rate, "× bare");
            if (row.MaxP99 is { } p99)
                yield return Bar.AtMost($"{row.Name}: p99", Ratio(row, r => r.P99), p99, "× bare");
            if (row.MaxP50Microseconds is { } p50Alone)
                yield return Bar.AtMost($"{row.Name}: p50", From(row, r => r.P50) * 1000, p50Alone, "µs");
            if (row.MaxP99Microseconds is { } p99Alone)
                yield return Bar.AtMost($"{row.Name}: p99", From(row, r => r.P99) * 1000, p99Alone, "µs");
            foreach (var (other, least) in row.Over)
            {
                var peer = results.Keys.First(peer => peer.Server == other);
                yield return Bar.AtLeast(
                    $"{row.Name}: per second", From(row, r => r.PerSecond) / From(peer, r => r.PerSecond), least, $"× {peer.Name}");
            }

            if (results[row].Sum(r => r.Refused) is > 0 and var refused)
                yield return Bar.AtMost($"{row.Name}: refused", refused, 0, "");
        }
    }

    private double From(AcceptRow row, Func<RoundResult, double> figure)
    {
        var sorted = results[row].Select(figure).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private double Ratio(AcceptRow row, Func<RoundResult, double> figure) =>
        From(row, figure) / From(results.Keys.First(bare => bare.Server == ServerKind.Bare && bare.IsVerification == row.IsVerification), figure);
}
