using WeChatPush.Sending;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>Engines with one rule that forwards everything.</summary>
internal static class ForwardSetup
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static Task<EngineUnderTest> StartAsync(
        Uri url, ICustomerMessages? messages = null, bool reply = false, params (string Key, string? Value)[] settings) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = messages ?? new ScriptedMessages(),
            Settings =
            [
                ("Apps:shop:AllowUnsignedPayments", "true"),
                ("Apps:shop:Rules:0:Forward:Url", url.ToString()),
                ("Apps:shop:Rules:0:Forward:Secret", Secret),
                ("Apps:shop:Rules:0:Forward:Reply", reply ? "true" : null),
                ("Dispatching:FirstRetry", "00:00:00.010"),
                ("Dispatching:MaxRetry", "00:00:00.020"),
                .. settings,
            ],
        });
}
