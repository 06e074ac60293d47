using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>One engine with an app in each mode, and one for each optional check.</summary>
public sealed class ReceivingFixture : IAsyncLifetime
{
    public const string OriginalId = "gh_0123456789ab";

    internal EngineUnderTest Engine { get; private set; } = null!;

    // Begins now, so that what is signed by the system's clock is neither stale nor ahead.
    internal ManualTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    internal ScriptedMessages Messages { get; } = new();

    public async Task InitializeAsync() => Engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Time = Time,
        Messages = Messages,
        Settings =
        [
            .. EngineSetup.App("compatible", WireMode.Compatible),
            .. EngineSetup.App("secure", WireMode.Secure),
            .. EngineSetup.App("lenient", WireMode.Secure, ("Mode", "Plaintext")),
            .. EngineSetup.App("unlucky", WireMode.Secure),
            .. EngineSetup.App("keyless"),
            .. EngineSetup.App("cloud", more: ("Hosting", "CloudHosting")),
            .. EngineSetup.App("relay", more: [("Hosting", "CloudFunction"), ("RelaySecret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]),
            .. EngineSetup.App("timely", WireMode.Plaintext, ("TimestampTolerance", "00:05:00")),
            .. EngineSetup.App("timelier", WireMode.Secure, ("TimestampTolerance", "00:05:00")),
            .. EngineSetup.App("named", WireMode.Plaintext, ("OriginalId", OriginalId)),
            .. EngineSetup.App("named-secure", WireMode.Secure, ("OriginalId", OriginalId)),
            ("Receiving:MaxBodyBytes", "65536"),
        ],
    });

    public async Task DisposeAsync() => await Engine.DisposeAsync();
}
