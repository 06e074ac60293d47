using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using WeChatPush.Simulator.Filling;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>fill</c>: users with credits, so that a campaign can be tried.</summary>
internal static class FillCommand
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    public static Command Create(IAnsiConsole console)
    {
        var url = new Option<Uri>("--url")
        {
            Description = "The server, http://localhost:5080.",
            DefaultValueFactory = _ => new Uri("http://localhost:5080"),
            CustomParser = TargetOptions.ParseUrl,
        };
        var adminKey = new Option<string>("--admin-key")
        {
            Description = "A key of its admin API; generated ones lie in <DataDirectory>/admin-key.",
            Required = true,
        };
        var app = new Option<string>("--app") { Description = "The app.", DefaultValueFactory = _ => "demo" };
        var users = Number("--users", "How many users.", 1000);
        var kind = new Option<string>("--kind")
        {
            Description = "subscribe: accepts of templates. template: formIds of the older template messages.",
            DefaultValueFactory = _ => "subscribe",
        };
        var template = new Option<string[]>("--template")
        {
            Description = "A template that every user accepts; may be repeated.",
            DefaultValueFactory = _ => ["demo-template"],
        };
        var credits = Number("--credits", "Credits of each user, for each template.", 1);
        var seed = Number("--seed", "Other users with another seed; the same ones are not filled twice.", 1);
        kind.AcceptOnlyFromAmong("subscribe", "template");

        var command = new Command("fill", "Gives users and credits to a server, so that a campaign can be tried.")
        {
            url, adminKey, app, users, kind, template, credits, seed,
        };
        command.SetAction((parsed, cancellationToken) => FillAsync(
            console,
            parsed.GetRequiredValue(url),
            parsed.GetRequiredValue(adminKey),
            new FillPlan
            {
                App = parsed.GetRequiredValue(app),
                Users = parsed.GetRequiredValue(users),
                Templates = parsed.GetRequiredValue(kind) == "template" ? [] : parsed.GetRequiredValue(template),
                Credits = parsed.GetRequiredValue(credits),
                Seed = parsed.GetRequiredValue(seed),
            },
            cancellationToken));
        return command;
    }

    private static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be at least 1.");
        });
        return option;
    }

    private static async Task<int> FillAsync(
        IAnsiConsole console, Uri server, string adminKey, FillPlan plan, CancellationToken cancellationToken)
    {
        using var filler = new CreditFiller(server, adminKey, plan.App);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var filling = filler.FillAsync(plan, cancellationToken);
            while (await Task.WhenAny(filling, Task.Delay(BetweenLines, TimeProvider.System, cancellationToken)) != filling)
                console.MarkupLineInterpolated($"[grey]{filler.Reported:N0} of {plan.Reports:N0} reports[/]");
            var counted = await filling;
            var took = Stopwatch.GetElapsedTime(begun);
            console.MarkupLineInterpolated(
                $"[green]{counted:N0} new credits of {plan.Users:N0} users in {took.TotalSeconds:0.0} s.[/]");
            return Conclude(console, plan, counted, await filler.GetTotalsAsync(cancellationToken));
        }
        catch (FillException error)
        {
            console.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return filler.Reported == 0 ? ExitCode.Usage : ExitCode.Failed;
        }
    }

    private static int Conclude(IAnsiConsole console, FillPlan plan, long counted, FilledTotals totals)
    {
        if (plan.Templates.Count == 0)
        {
            console.MarkupLineInterpolated($"{totals.FormIds.Users:N0} users can be reached with formIds.");
            return ExitCode.Success;
        }

        var reached = 0L;
        foreach (var template in plan.Templates)
        {
            var users = totals.Templates.FirstOrDefault(known => known.TemplateId == template)?.Users ?? 0;
            console.MarkupLineInterpolated($"{users:N0} users can be reached with {template}.");
            reached += users;
        }

        if (counted + reached > 0)
            return ExitCode.Success;
        console.MarkupLineInterpolated(
            $"[yellow]Accepts are counted from WeChat's pushes only. To fill: WeChatPush:Apps:{plan.App}:Credits:CountFrom=Client[/]");
        return ExitCode.Failed;
    }
}
