using Spectre.Console;
using WeChatPush.Simulator.Commands;

// In a file or a pipe, colours are noise and 80 columns too few for a table.
var console = AnsiConsole.Create(new AnsiConsoleSettings
{
    Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
});
if (Console.IsOutputRedirected)
    console.Profile.Width = 160;

return await SimulatorCommand.RunAsync(args, console);
