using Spectre.Console;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The medians of each run's rounds, and the bars they are held against.</summary>
/// <param name="runs">What each run measured: its rounds, by row.</param>
internal sealed class AcceptTable(IReadOnlyList<IReadOnlyDictionary<AcceptRow, List<RoundResult>>> runs)
{
    /// <summary>Processor microseconds of an empty request.</summary>
    public Figure BareMicroseconds => From(Rows.First(row => row is { Server: ServerKind.Bare, IsVerification: false }), r => r.MicrosecondsEach);

    private IEnumerable<AcceptRow> Rows => runs[0].Keys;

    public void Show(string title)
    {
        var table = new Table().Title(title).AddColumn("");
        foreach (var column in new[] { "per second", "× bare", "CPU µs each", "× bare", "Redis CPU µs each", "p50 ms", "p99 ms", "× bare", "refused" })
            table.AddColumn(Bar.Right(column));
        foreach (var row in Rows)
        {
            table.AddRow(
                row.Name,
                From(row, r => r.PerSecond).Show("N0"),
                Ratio(row, r => r.PerSecond).Show(),
                From(row, r => r.MicrosecondsEach).Show("0.0"),
                Ratio(row, r => r.MicrosecondsEach).Show(),
                row.Server == ServerKind.Redis ? From(row, r => r.RedisMicrosecondsEach).Show("0.0") : "",
                From(row, r => r.P50).Show("0.000"),
                From(row, r => r.P99).Show("0.000"),
                Ratio(row, r => r.P99).Show(),
                Bar.Number(Sum(row, r => r.Refused), "N0"));
        }

        Bar.Print(table);
        foreach (var row in Rows)
            Console.WriteLine($"{row.Name}: {row.Scope}.");
    }

    public IEnumerable<Bar> Bars()
    {
        foreach (var row in Rows)
        {
            if (row.MaxProcessor is { } processor)
                yield return AtMost($"{row.Name}: CPU", Ratio(row, r => r.MicrosecondsEach), processor, "× bare");
            if (row.MinRate is { } rate)
                yield return AtLeast($"{row.Name}: per second", Ratio(row, r => r.PerSecond), rate, "× bare");
            if (row.MinPerSecond is { } perSecond)
                yield return AtLeast($"{row.Name}: per second", From(row, r => r.PerSecond), perSecond, "");
            if (row.MaxRedisMicroseconds is { } ofRedis)
                yield return AtMost($"{row.Name}: CPU of Redis", From(row, r => r.RedisMicrosecondsEach), ofRedis, "µs");
            if (row.MaxP99 is { } p99)
                yield return AtMost($"{row.Name}: p99", Ratio(row, r => r.P99), p99, "× bare");
            if (row.MaxP50Microseconds is { } p50Alone)
                yield return AtMost($"{row.Name}: p50", From(row, r => r.P50 * 1000), p50Alone, "µs");
            if (row.MaxP99Microseconds is { } p99Alone)
                yield return AtMost($"{row.Name}: p99", From(row, r => r.P99 * 1000), p99Alone, "µs");
            foreach (var (other, least) in row.Over)
            {
                if (Rows.FirstOrDefault(peer => peer.Server == other) is { } peer)
                    yield return AtLeast($"{row.Name}: per second", Ratio(row, peer, r => r.PerSecond), least, $"× {peer.Name}");
            }

            if (Sum(row, r => r.Refused) is > 0 and var refused)
                yield return Bar.AtMost($"{row.Name}: refused", refused, 0, "");
            if (Sum(row, r => r.NotDone) is > 0 and var notDone)
                yield return Bar.AtMost($"{row.Name}: attempts that ended otherwise than done", notDone, 0, "");
            if (Sum(row, r => r.Unsent) is > 0 and var unsent)
                yield return Bar.AtMost($"{row.Name}: answers that WeChat has not had", unsent, 0, "");
        }
    }

    private static Bar AtMost(string what, Figure figure, double limit, string unit) =>
        Bar.AtMost(what, figure.Median, limit, unit) with { Range = figure.Show() };

    private static Bar AtLeast(string what, Figure figure, double limit, string unit) =>
        Bar.AtLeast(what, figure.Median, limit, unit) with { Range = figure.Show() };

    private static double Median(List<RoundResult> rounds, Func<RoundResult, double> figure) =>
        Figure.From(rounds.Select(figure)).Median;

    private double Sum(AcceptRow row, Func<RoundResult, double> figure) => runs.Sum(run => run[row].Sum(figure));

    private Figure From(AcceptRow row, Func<RoundResult, double> figure) => Figure.From(runs.Select(run => Median(run[row], figure)));

    private Figure Ratio(AcceptRow row, Func<RoundResult, double> figure) =>
        Ratio(row, Rows.First(bare => bare.Server == ServerKind.Bare && bare.IsVerification == row.IsVerification), figure);

    private Figure Ratio(AcceptRow row, AcceptRow to, Func<RoundResult, double> figure) =>
        Figure.From(runs.Select(run => Median(run[row], figure) / Median(run[to], figure)));
}
