using System.CommandLine;
using Spectre.Console;

namespace WeChatPush.Simulator.Commands;

/// <summary>The command line.</summary>
internal static class SimulatorCommand
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, IAnsiConsole console, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Plays WeChat: a mini program's server can be seen at work without an account.")
        {
            ServeCommand.Create(console),
            PushCommand.Create(console),
            CheckCommand.Create(console),
            LoadCommand.Create(console),
            FillCommand.Create(console),
            ListenCommand.Create(console),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(cancellationToken: cancellationToken);

        foreach (var error in parsed.Errors)
            console.MarkupLineInterpolated($"[red]{error.Message}[/]");
        console.MarkupLine($"See [bold]{Markup.Escape(NameOf(parsed.CommandResult.Command))} --help[/].");
        return ExitCode.Usage;
    }

    private static string NameOf(Command command) =>
        string.Join(' ', Ancestors(command).Reverse());

    private static IEnumerable<string> Ancestors(Symbol? symbol)
    {
        for (; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            yield return symbol is RootCommand ? "WeChatPush.Simulator" : symbol.Name;
    }
}
