using Spectre.Console;
using WeChatPush.Simulator.Commands;

return await SimulatorCommand.RunAsync(args, AnsiConsole.Console);
