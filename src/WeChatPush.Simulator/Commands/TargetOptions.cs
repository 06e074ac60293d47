using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Commands;

/// <summary>The options that describe the mini program: what its console page shows.</summary>
internal sealed class TargetOptions
{
    private const string DeveloperServer = "developer-server";
    private const string CloudHosting = "cloud-hosting";
    private const string CloudFunction = "cloud-function";

    public Option<Uri> Url { get; } = new("--url")
    {
        Description = "The push URL, such as http://localhost:5080/wechat/demo.",
        CustomParser = ParseUrl,
    };

    public Option<string> Token { get; } = new("--token") { Description = "The Token (令牌) of the push configuration." };

    public Option<string> AppId { get; } = new("--app-id") { Description = "The AppID, wx…" };

    public Option<string?> AesKey { get; } = new("--aes-key")
    {
        Description = "The EncodingAESKey (消息加密密钥), 43 characters.",
    };

    public Option<WireMode?> Mode { get; } = new("--mode")
    {
        Description = "secure | compatible | plaintext. By default secure with a key, else plaintext.",
    };

    public Option<string> Hosting { get; } = new("--hosting")
    {
        Description = "developer-server | cloud-hosting | cloud-function: how WeChat brings the pushes.",
        DefaultValueFactory = _ => DeveloperServer,
    };

    public Option<string?> RelaySecret { get; } = new("--relay-secret")
    {
        Description = "What the relay in the cloud function signs with: whsec_…",
    };

    public void AddTo(Command command, bool required)
    {
        Url.Required = required;
        Hosting.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, DeveloperServer, CloudHosting, CloudFunction);
        command.Add(Url);
        command.Add(Token);
        command.Add(AppId);
        command.Add(AesKey);
        command.Add(Mode);
        command.Add(Hosting);
        command.Add(RelaySecret);
    }

    /// <summary>The app described, or null after saying what is wrong with the description.</summary>
    public SimulatedApp? Read(ParseResult parsed, PushFormat format, IAnsiConsole console)
    {
        var url = parsed.GetRequiredValue(Url);
        var aesKey = parsed.GetValue(AesKey);
        var app = new SimulatedApp
        {
            Name = url.Authority,
            AppId = parsed.GetValue(AppId) ?? "",
            Token = parsed.GetValue(Token) ?? "",
            EncodingAesKey = aesKey,
            Mode = parsed.GetValue(Mode) ?? (string.IsNullOrEmpty(aesKey) ? WireMode.Plaintext : WireMode.Secure),
            Format = format,
            Route = RouteOf(parsed.GetRequiredValue(Hosting)),
            RelaySecret = parsed.GetValue(RelaySecret),
            PushUrl = url,
        };
        if (app.Problem() is not { } problem)
            return app;

        console.MarkupLineInterpolated($"[red]{problem}[/]");
        return null;
    }

    /// <summary>Reads an absolute http(s) URL; what is none is an error of the option.</summary>
    public static Uri? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;

        result.AddError($"{result.Tokens[0].Value} is no URL: it must begin with http:// or https://.");
        return null;
    }

    private static PushRoute RouteOf(string hosting) => hosting.ToLowerInvariant() switch
    {
        CloudHosting => PushRoute.CloudHosting,
        CloudFunction => PushRoute.CloudFunction,
        _ => PushRoute.DeveloperServer,
    };
}
