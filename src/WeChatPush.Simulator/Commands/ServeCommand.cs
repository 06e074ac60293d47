using System.CommandLine;
using System.Net;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Chat;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>serve</c>: the simulated API, and the chat page where a push URL is given.</summary>
internal static class ServeCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var port = new Option<int>("--port") { Description = "Where to listen.", DefaultValueFactory = _ => 5081 };
        var host = new Option<IPAddress>("--host")
        {
            Description = "The address to listen on; 0.0.0.0 inside a container.",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                    return address;

                result.AddError($"{result.Tokens[0].Value} is no IP address.");
                return null;
            },
        };
        var format = new Option<PushFormat>("--format")
        {
            Description = "json | xml (数据格式).",
            DefaultValueFactory = _ => PushFormat.Json,
        };
        var keep = new Option<int>("--keep")
        {
            Description = "How many calls are kept for those who ask for them.",
            DefaultValueFactory = _ => 100_000,
        };
        var target = new TargetOptions();
        var command = new Command("serve", "Answers as WeChat's API does. With --url also a page to chat from.")
        {
            port,
            host,
            format,
            keep,
        };
        target.AddTo(command, required: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            SimulatedApp? app = null;
            if (parsed.GetValue(target.Url) is not null
                && (app = target.Read(parsed, parsed.GetValue(format), console)) is null)
            {
                return ExitCode.Usage;
            }

            return await ServeAsync(
                console,
                new FakeWeChat { Calls = { Capacity = parsed.GetValue(keep) } },
                parsed.GetRequiredValue(host),
                parsed.GetValue(port),
                app,
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> ServeAsync(
        IAnsiConsole console,
        FakeWeChat weChat,
        IPAddress address,
        int port,
        SimulatedApp? app,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var host = await SimulatorHost.StartAsync(
                weChat,
                port,
                address,
                app is null ? null : routes => routes.MapSimulatorChat(weChat, () => app),
                cancellationToken);
            Announce(console, host.BaseUrl, app);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Success;
        }
        catch (IOException exception)
        {
            console.MarkupLineInterpolated($"[red]Port {port} cannot be used: {exception.Message}[/]");
            console.WriteLine("Choose another with --port.");
            return ExitCode.Usage;
        }
    }

    private static void Announce(IAnsiConsole console, Uri url, SimulatedApp? app)
    {
        console.MarkupLineInterpolated($"WeChat's API is simulated at [green]{url}[/]: use it as ApiBaseUrl.");
        console.MarkupLineInterpolated($"Faults and calls: {url}_simulator/faults, {url}_simulator/calls; their rhythm: {url}_simulator/rhythm");
        if (app is not null)
            console.MarkupLineInterpolated($"Chat with {app.PushUrl}: [green]{url}simulator[/]");
        console.WriteLine("Ctrl+C ends it.");
    }
}
