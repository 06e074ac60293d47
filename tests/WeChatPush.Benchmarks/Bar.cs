using System.Globalization;
using Spectre.Console;

namespace WeChatPush.Benchmarks;

/// <summary>A figure beside what it should be.</summary>
internal sealed record Bar(string What, double Figure, double Limit, string Unit, bool IsUpperLimit)
{
    /// <summary>Between what several runs had the figure, in text.</summary>
    public string? Range { get; init; }

    public bool IsReached => IsUpperLimit ? Figure <= Limit : Figure >= Limit;

    public static Bar AtMost(string what, double figure, double limit, string unit) => new(what, figure, limit, unit, true);

    public static Bar AtLeast(string what, double figure, double limit, string unit) => new(what, figure, limit, unit, false);

    /// <summary>Prints a line for each.</summary>
    public static void Show(IEnumerable<Bar> bars)
    {
        var table = new Table().AddColumn("bar").AddColumn(Right("figure")).AddColumn(Right("reach")).AddColumn("reached");
        foreach (var bar in bars)
        {
            table.AddRow(
                bar.What,
                $"{Number(bar.Figure)}{(bar.Range is null || bar.Range == Number(bar.Figure) ? "" : $" ({bar.Range})")} {bar.Unit}",
                $"{(bar.IsUpperLimit ? "≤" : "≥")} {Number(bar.Limit)} {bar.Unit}",
                bar.IsReached ? "yes" : "NO");
        }

        Print(table);
    }

    /// <summary>Prints a table that no narrow terminal folds.</summary>
    public static void Print(Table table)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 220);
        AnsiConsole.Write(table);
    }

    public static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    public static string Number(double value, string? format = null) =>
        value.ToString(format ?? (value < 100 ? "0.00" : "N0"), CultureInfo.InvariantCulture);
}
