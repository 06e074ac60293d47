using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Loading;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>load</c>: many users at a given rate, then a look at what became of what they wrote.</summary>
internal static class LoadCommand
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = WeChatJson.Encoder };

    public static Command Create(IAnsiConsole console)
    {
        var target = new TargetOptions();
        var rate = Number("--rate", "Pushes a second, whether or not those before are answered.", 100);
        var duration = Number("--duration", "For how many seconds.", 30);
        duration.Aliases.Add("--seconds");
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds before that which do not count.", DefaultValueFactory = _ => 3 };
        var users = Number("--users", "How many users write.", 1000);
        var mix = new Option<string>("--mix") { Description = "What they do, and in which proportion.", DefaultValueFactory = _ => LoadMix.Usual };
        var format = new Option<string>("--format") { Description = "json | xml | both (数据格式).", DefaultValueFactory = _ => "both" };
        format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "json", "xml", "both");
        var seed = new Option<int>("--seed") { Description = "The same seed: the same users, doing the same.", DefaultValueFactory = _ => 1 };
        var adminKey = new Option<string?>("--admin-key")
        {
            Description = "A key of the server's admin API: asks whether what was acknowledged is stored and done.",
        };
        var api = new Option<Uri?>("--api")
        {
            Description = "The simulated API that the server sends to: asks whether every text was answered once.",
            CustomParser = TargetOptions.ParseUrl,
        };
        var json = new Option<bool>("--json") { Description = "The result as JSON, and nothing else." };

        var command = new Command("load", "Pushes at a given rate with WeChat's retries, and then verifies. The pushes are real ones: use a test app.")
        {
            rate, duration, warmUp, users, mix, format, seed, adminKey, api, json,
        };
        target.AddTo(command, required: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var formats = Formats(parsed.GetRequiredValue(format), parsed.GetRequiredValue(target.Hosting));
            if (target.Read(parsed, formats[0], console) is not { } app)
                return ExitCode.Usage;
            if (LoadMix.Read(parsed.GetRequiredValue(mix), out var problem) is not { } read)
                return Usage(console, problem!);

            var plan = new LoadPlan(
                LoadPlan.Forms(app, formats, bothModes: parsed.GetValue(target.Mode) is null),
                parsed.GetRequiredValue(users), read, parsed.GetRequiredValue(seed))
            {
                Rate = parsed.GetRequiredValue(rate),
                WarmUp = TimeSpan.FromSeconds(parsed.GetRequiredValue(warmUp)),
                Duration = TimeSpan.FromSeconds(parsed.GetRequiredValue(duration)),
            };
            var quiet = parsed.GetValue(json);
            using var load = new Load(plan, parsed.GetValue(adminKey), parsed.GetValue(api));
            if (await load.FindProblemAsync(cancellationToken) is { } missing)
                return Usage(console, missing);

            if (!quiet)
                console.MarkupLineInterpolated($"[grey]{plan.Rate:0} pushes a second of {plan.Users:N0} users for {plan.Duration.TotalSeconds:0} s, after {plan.WarmUp.TotalSeconds:0} s of warm-up: {plan.Mix} → {app.PushUrl}[/]");
            try
            {
                return await RunAsync(console, load, quiet, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                console.MarkupLineInterpolated($"[red]Nothing could be verified: {error.Message}[/]");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(IAnsiConsole console, Load load, bool quiet, CancellationToken cancellationToken)
    {
        var running = load.RunAsync(cancellationToken);
        while (await Task.WhenAny(running, Task.Delay(BetweenLines, TimeProvider.System, cancellationToken)) != running)
        {
            await load.KeepUpAsync(cancellationToken);
            if (!quiet)
                console.MarkupLineInterpolated($"[grey]{load.Progress}[/]");
        }

        var report = await running;
        if (report is null)
            return Usage(console, ConnectionProblem.NothingListens(load.PushUrl));
        if (quiet)
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(report, Json));
        else
            LoadTable.Write(console, report);
        return report.Violations.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static PushFormat[] Formats(string format, string hosting) => format.ToUpperInvariant() switch
    {
        _ when hosting.Equals("cloud-function", StringComparison.OrdinalIgnoreCase) => [PushFormat.Json],
        "JSON" => [PushFormat.Json],
        "XML" => [PushFormat.Xml],
        _ => [PushFormat.Json, PushFormat.Xml],
    };

    private static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 1."));
        });
        return option;
    }

    private static int Usage(IAnsiConsole console, string problem)
    {
        console.MarkupLineInterpolated($"[red]{problem}[/]");
        return ExitCode.Usage;
    }
}
