using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>check</c>: every case a push URL must survive, against any implementation.</summary>
internal static class CheckCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var target = new TargetOptions();
        var format = new Option<string>("--format")
        {
            Description = "json | xml | both: what the console is set to (数据格式).",
            DefaultValueFactory = _ => "both",
        };
        format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "json", "xml", "both");

        var command = new Command(
            "check", "Plays every case a push URL must survive. The pushes are real ones: use a test app.") { format };
        target.AddTo(command, required: true);
        command.SetAction(async (parsed, cancellationToken) =>
            target.Read(parsed, PushFormat.Json, console) is { } app
                ? await CheckAsync(console, app, Formats(app, parsed.GetRequiredValue(format)), cancellationToken)
                : ExitCode.Usage);
        return command;
    }

    private static PushFormat[] Formats(SimulatedApp app, string format) => format.ToUpperInvariant() switch
    {
        _ when app.Route == PushRoute.CloudFunction => [PushFormat.Json],
        "JSON" => [PushFormat.Json],
        "XML" => [PushFormat.Xml],
        _ => [PushFormat.Json, PushFormat.Xml],
    };

    private static async Task<int> CheckAsync(
        IAnsiConsole console, SimulatedApp app, PushFormat[] formats, CancellationToken cancellationToken)
    {
        using var client = new PushClient();
        var first = await client.VerifyAsync(app, cancellationToken: cancellationToken);
        if (first.Status is null)
        {
            console.MarkupLineInterpolated($"[red]{first.Problem}[/]");
            return ExitCode.Usage;
        }

        console.MarkupLineInterpolated($"[grey]{Describe(app)} → {app.PushUrl}[/]");
        var results = await RunAsync(console, new CheckSuite(client).RunAsync(app, formats, cancellationToken));
        console.Write(TableOf(results));
        return Conclude(console, app, results);
    }

    private static string Describe(SimulatedApp app) =>
        app.Route == PushRoute.DeveloperServer ? $"{app.Mode} mode" : $"{app.Route}";

    // A receiver that lets most cases time out takes minutes: the progress shows that the command is running.
    private static Task<List<CheckResult>> RunAsync(IAnsiConsole console, IAsyncEnumerable<CheckResult> cases)
    {
        return console.Profile.Capabilities is { Interactive: true, Ansi: true }
            ? console.Status().StartAsync("…", status => CollectAsync(name => status.Status(Markup.Escape(name))))
            : CollectAsync(_ => { });

        async Task<List<CheckResult>> CollectAsync(Action<string> show)
        {
            var results = new List<CheckResult>();
            await foreach (var result in cases)
            {
                results.Add(result);
                show($"{result.Group}: {result.Case.Name}");
            }

            return results;
        }
    }

    private static Table TableOf(List<CheckResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Case", "Expected", "Got");
        var group = "";
        foreach (var result in results)
        {
            if (result.Group != group)
            {
                if (group.Length > 0)
                    table.AddEmptyRow();
                group = result.Group;
                table.AddRow("", $"[bold]{group}[/]", "", "");
            }

            var (mark, color) = result.Verdict.Passed ? ("✔", "green") : ("✘", "red");
            var why = result.Verdict.Passed ? "" : $"\n[yellow]{Markup.Escape(result.Case.Why)}[/]";
            table.AddRow(
                $"[{color}]{mark}[/]",
                Markup.Escape(result.Case.Name) + why,
                Markup.Escape(result.Case.Expected),
                $"[{color}]{Markup.Escape(result.Verdict.Got)}[/]");
        }

        return table;
    }

    private static int Conclude(IAnsiConsole console, SimulatedApp app, List<CheckResult> results)
    {
        var failed = results.Where(result => !result.Verdict.Passed).ToList();
        if (failed.Count == 0)
        {
            console.MarkupLine($"[green]All {results.Count} cases passed.[/]");
            return ExitCode.Success;
        }

        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"[red]{failed.Count} of {results.Count} cases failed.[/]"));
        if (Hint(app, results, failed) is { } hint)
            console.MarkupLineInterpolated($"[yellow]{hint}[/]");
        return ExitCode.Failed;
    }

    // A wrong setting fails everything at once: say so instead of leaving the reader with sixty findings.
    private static string? Hint(SimulatedApp app, List<CheckResult> results, List<CheckResult> failed)
    {
        var groups = results.GroupBy(result => result.Group)
            .Where(group => group.Take(6).All(result => !result.Verdict.Passed))
            .Select(group => group.Key)
            .ToList();
        var formats = results.DistinctBy(result => result.Group).Count() - 1;
        return groups switch
        {
            [] => null,
            _ when app.Route != PushRoute.DeveloperServer =>
                $"No ordinary push passed: is the app configured with Hosting {app.Route}, and with the same secret?",
            _ when results[0].Verdict.Passed is false =>
                "Not even a valid GET passed: is the token the one the server is configured with, and the path right?",
            [var only] when formats > 1 && failed.All(result => result.Group == only) =>
                $"All failures are in {only}: if the console is set to the other format, name it with --format.",
            _ => "No ordinary push passed: do AppID, EncodingAESKey and mode agree with the server's configuration?",
        };
    }
}
