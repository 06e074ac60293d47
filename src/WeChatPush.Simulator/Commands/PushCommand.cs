using System.CommandLine;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>push</c>: one real push, with WeChat's retries.</summary>
internal static class PushCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var words = new Argument<string>("words") { Description = "What the user writes." };
        var mediaId = new Argument<string>("media-id") { DefaultValueFactory = _ => "simulated-media-id" };
        var page = new Argument<string>("page-path") { DefaultValueFactory = _ => "pages/index" };
        var name = new Argument<string>("name") { Description = "The Event, such as user_enter_tempsession." };
        var file = new Argument<FileInfo>("file") { Description = "A JSON or XML body to sign and send as it is." };
        var fields = new Option<string[]>("--field")
        {
            Description = "A field of the event, name=value; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        file.AcceptExistingOnly();

        return new Command("push", "Signs, encrypts and posts a push; prints each try, the answer and its time.")
        {
            Kind(console, "text", "A text message.", [words], (builder, parsed) =>
                builder.Text(parsed.GetRequiredValue(words))),
            Kind(console, "image", "A picture.", [mediaId], (builder, parsed) =>
                builder.Image("http://mmbiz.qpic.cn/simulator/0", parsed.GetRequiredValue(mediaId))),
            Kind(console, "page", "A mini-program card.", [page], (builder, parsed) =>
                builder.MiniProgramPage("Title", parsed.GetRequiredValue(page))),
            Kind(console, "enter", "The user opens the customer-service session.", [], (builder, _) =>
                builder.EnterSession()),
            Kind(console, "event", "An event of any name.", [name, fields], (builder, parsed) =>
                builder.Event(parsed.GetRequiredValue(name), Fields(parsed.GetRequiredValue(fields)))),
            Kind(console, "raw", "A body from a file.", [file], (builder, parsed) =>
                builder.Raw(File.ReadAllBytes(parsed.GetRequiredValue(file).FullName))),
        };
    }

    private static Command Kind(
        IAnsiConsole console,
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<PushBuilder, ParseResult, PushPayload> build)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        var target = new TargetOptions();
        var format = new Option<PushFormat>("--format")
        {
            Description = "json | xml (数据格式).",
            DefaultValueFactory = _ => PushFormat.Json,
        };
        var openId = new Option<string?>("--openid") { Description = "The user; one fixed user when left out." };
        target.AddTo(command, required: true);
        command.Add(format);
        command.Add(openId);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (target.Read(parsed, parsed.GetValue(format), console) is not { } app)
                return ExitCode.Usage;

            var builder = new PushBuilder(app, parsed.GetValue(openId) ?? FakeOpenId.From(app.AppId, "Lee"));
            return await PushAsync(console, app, build(builder, parsed), cancellationToken);
        });
        return command;
    }

    private static async Task<int> PushAsync(
        IAnsiConsole console, SimulatedApp app, PushPayload payload, CancellationToken cancellationToken)
    {
        using var client = new PushClient();
        console.MarkupLineInterpolated($"[grey]{app.Mode}, {payload.Format} → {app.PushUrl}[/]");
        var result = await client.PushAsync(app, payload, attempt => Print(console, attempt), cancellationToken);
        if (result.Last.Reply is { } reply)
            console.MarkupLineInterpolated($"Reply: {reply}");

        console.MarkupLine(result.IsAccepted
            ? "[green]Accepted: WeChat is satisfied.[/]"
            : "[red]Not accepted.[/] The user would read: 该小程序提供的服务出现故障，请稍后再试");
        return result.IsAccepted ? ExitCode.Success
            : result.Last.Kind == AnswerKind.Unreachable ? ExitCode.Usage : ExitCode.Failed;
    }

    private static void Print(IAnsiConsole console, PushTry attempt)
    {
        var what = attempt.Problem ?? attempt.Kind switch
        {
            AnswerKind.Success => "success",
            AnswerKind.Empty => "empty body, which counts as success",
            _ => "a reply",
        };
        var color = attempt.IsAccepted ? "green" : "red";
        var status = attempt.Status is { } code ? $"{code}" : "–";
        console.MarkupLine(
            $"Try {attempt.Number}: [{color}]{Markup.Escape($"{status} {what}")}[/] " +
            $"[grey]{attempt.Elapsed.TotalMilliseconds:0.0} ms[/]");
    }

    private static (string Name, object Value)[] Fields(IEnumerable<string> pairs) =>
        [.. from pair in pairs
            let split = pair.Split('=', 2)
            select (split[0], (object)(split.Length > 1 ? split[1] : ""))];
}
