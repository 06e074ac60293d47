using System.CommandLine;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Listening;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary><c>listen</c>: the live pushes of a server, passed to the developer's own machine.</summary>
internal static class ListenCommand
{
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
            Description = "A key of its admin API with the role operator; generated ones lie in <DataDirectory>/admin-key.",
            Required = true,
        };
        var app = new Option<string>("--app") { Description = "The app; a test app, as real users' pushes are shown.", DefaultValueFactory = _ => "demo" };
        var forward = new Option<Uri>("--forward")
        {
            Description = "Where to pass the pushes, such as http://localhost:3000/wechat.",
            CustomParser = TargetOptions.ParseUrl,
            Required = true,
        };
        var secret = new Option<string?>("--secret") { Description = "What a Forward rule would sign with: whsec_… Without it nothing is signed." };
        var token = new Option<string?>("--token") { Description = "Pass them as WeChat sends them, signed with this Token (令牌)." };
        var appId = new Option<string?>("--app-id") { Description = "The AppID, wx…; with --aes-key." };
        var aesKey = new Option<string?>("--aes-key") { Description = "Encrypt them with this EncodingAESKey too; with --token." };

        var command = new Command(
            "listen",
            "Passes the pushes that a server receives to your own machine, as they come: as a Forward rule would, or with --token as WeChat "
            + "does. What the server does with them stays as it is; answers go nowhere.")
        {
            url, adminKey, app, forward, secret, token, appId, aesKey,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Backend(
                    console, parsed.GetRequiredValue(forward), parsed.GetValue(secret), parsed.GetValue(token), parsed.GetValue(appId), parsed.GetValue(aesKey))
                is not { } backend)
                return ExitCode.Usage;
            using (backend)
            {
                return await ListenAsync(
                    console, parsed.GetRequiredValue(url), parsed.GetRequiredValue(adminKey), parsed.GetRequiredValue(app), backend, cancellationToken);
            }
        });
        return command;
    }

    private static ILocalBackend? Backend(
        IAnsiConsole console, Uri forward, string? secret, string? token, string? appId, string? aesKey)
    {
        if (token is null)
        {
            if (secret is null || WebhookSignature.TryReadSecret(secret, out _))
                return new ForwardBackend(forward, secret);
            console.MarkupLine("[red]The secret is whsec_ followed by base64.[/]");
            return null;
        }

        var app = new SimulatedApp
        {
            Name = forward.Authority,
            AppId = appId ?? "",
            Token = token,
            EncodingAesKey = aesKey,
            Mode = string.IsNullOrEmpty(aesKey) ? WireMode.Plaintext : WireMode.Secure,
            PushUrl = forward,
        };
        if (app.Problem() is not { } problem)
            return new WeChatBackend(app);
        console.MarkupLineInterpolated($"[red]{problem}[/]");
        return null;
    }

    private static async Task<int> ListenAsync(
        IAnsiConsole console, Uri server, string adminKey, string app, ILocalBackend backend, CancellationToken cancellationToken)
    {
        using var listener = new PushListener(server, adminKey, app)
        {
            Connected = () => console.MarkupLineInterpolated($"[green]Listening to the pushes of {app} at {server.Authority}.[/] Ctrl+C ends it."),
            Told = line => console.MarkupLineInterpolated($"[yellow]{line}[/]"),
        };
        try
        {
            await foreach (var push in listener.ListenAsync(cancellationToken))
            {
                var (taken, what) = await backend.DeliverAsync(push, cancellationToken);
                var color = taken ? "green" : "red";
                console.MarkupLine($"[grey]{push.ReceivedAt.ToLocalTime():HH:mm:ss}[/] {Markup.Escape(push.Title)} → [{color}]{Markup.Escape(what)}[/]");
            }
        }
        catch (ListenException error)
        {
            console.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }

        return ExitCode.Success;
    }
}
