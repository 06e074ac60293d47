using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>A mini program for each way in, all of them with handlers.</summary>
internal static class FuzzApps
{
    private const string RelaySecret = "whsec_bWluaS1wcm9ncmFtLXJlbGF5LXNlY3JldA==";

    public static IReadOnlyList<SimulatedApp> Signed { get; } =
    [
        EngineSetup.Console("plain"),
        EngineSetup.Console("timely"),
        EngineSetup.Console("named"),
        .. Sealed,
    ];

    /// <summary>Those that take nothing but ciphertexts.</summary>
    public static IReadOnlyList<SimulatedApp> Sealed =>
    [
        EngineSetup.Console("secure", WireMode.Secure),
        EngineSetup.Console("compatible", WireMode.Compatible),
    ];

    public static SimulatedApp Cloud { get; } = EngineSetup.Console("cloud") with { Route = PushRoute.CloudHosting };

    public static SimulatedApp Relay { get; } = EngineSetup.Console("relay") with { Route = PushRoute.CloudFunction, RelaySecret = RelaySecret };

    public static IEnumerable<SimulatedApp> All => [.. Signed, Cloud, Relay];

    /// <summary>What none of the log may say.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [EngineSetup.Token, EngineSetup.Key, EngineSetup.Secret, RelaySecret];

    public static IEnumerable<(string Key, string? Value)> Settings(string apiBaseUrl) =>
    [
        .. EngineSetup.App("plain"),
        .. EngineSetup.App("timely", WireMode.Plaintext, ("TimestampTolerance", "00:05:00")),
        .. EngineSetup.App("named", WireMode.Plaintext, ("OriginalId", "gh_0123456789ab")),
        .. EngineSetup.App("secure", WireMode.Secure),
        .. EngineSetup.App("compatible", WireMode.Compatible),
        .. EngineSetup.App("cloud", WireMode.Plaintext, ("Hosting", "CloudHosting")),
        .. EngineSetup.App("relay", WireMode.Plaintext, ("Hosting", "CloudFunction"), ("RelaySecret", RelaySecret)),
        .. All.SelectMany(app => Rules(app.Name, apiBaseUrl)),
    ];

    private static IEnumerable<(string, string?)> Rules(string app, string apiBaseUrl) =>
    [
        ($"Apps:{app}:ApiBaseUrl", apiBaseUrl),
        ($"Apps:{app}:Rules:0:MsgType", "text"),
        ($"Apps:{app}:Rules:0:Content", "^[a-m]*$"),
        ($"Apps:{app}:Rules:0:TransferToCustomerService", "true"),
        ($"Apps:{app}:Rules:1:MsgType", "text"),
        ($"Apps:{app}:Rules:1:Send:Text", "{Content}"),
        ($"Apps:{app}:Rules:2:MsgType", "image"),
        ($"Apps:{app}:Rules:2:ReplyBody", "{\"ErrCode\":0}"),
        ($"Apps:{app}:Rules:3:Event", "wxa_media_check"),
        ($"Apps:{app}:Rules:3:ReplyBody", "{\"ErrCode\":0}"),
    ];
}
