using System.Globalization;
using Spectre.Console;

namespace WeChatPush.Simulator.Loading;

/// <summary>A report for people.</summary>
internal static class LoadTable
{
    public static void Write(IAnsiConsole console, LoadReport report)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("ms").AddColumn(new TableColumn("p50").RightAligned()).AddColumn(new TableColumn("p90").RightAligned())
            .AddColumn(new TableColumn("p99").RightAligned()).AddColumn(new TableColumn("p99.9").RightAligned())
            .AddColumn(new TableColumn("max").RightAligned());
        Add(table, "answered, from when it was due", report.Answers);
        Add(table, "of which sent late by this program", report.Lateness);
        console.Write(table);

        Say(console, $"sent          {report.Sent} ({report.AchievedRate:0.0}/s of {report.Rate:0}/s), {report.Retries} tried again");
        Say(console, $"acknowledged  {report.Acknowledged}, given up after three tries: {report.GivenUp}");
        foreach (var (problem, count) in report.Problems.OrderByDescending(problem => problem.Value).Take(5))
            Say(console, $"              {count} × {problem}");
        if (report.Stored is { } stored)
            Say(console, $"stored        {stored.Stored}: {stored.Lost} lost, {stored.Doubled} doubled, {stored.Unfinished} unfinished, {stored.Dead} dead");
        if (report.Answered is { } answered)
            Say(console, $"effects       of {answered.Texts} texts: {answered.Missing} missing, {answered.Doubled} doubled");

        foreach (var violation in report.Violations)
            console.MarkupLineInterpolated($"[red]{violation}[/]");
        if (report.Violations.Count == 0)
            console.MarkupLine(report.Stored is null ? "[green]Answered in time.[/] [grey]With --admin-key it is also verified.[/]" : "[green]Nothing lost, nothing doubled.[/]");
    }

    private static void Add(Table table, string what, LoadTimes times) =>
        table.AddRow([what, .. new[] { times.P50, times.P90, times.P99, times.P999, times.Max }.Select(time => time.ToString("0.0", CultureInfo.InvariantCulture))]);

    private static void Say(IAnsiConsole console, FormattableString text) =>
        console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
