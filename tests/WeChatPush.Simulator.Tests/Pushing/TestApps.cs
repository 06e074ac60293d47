using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Tests.Pushing;

internal static class TestApps
{
    public static SimulatedApp At(
        Uri url, WireMode mode = WireMode.Secure, PushFormat format = PushFormat.Json) => new()
    {
        Name = "shop",
        AppId = "wxba5fad812f8e6fb9",
        Token = "simulatorToken",
        EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        Mode = mode,
        Format = format,
        PushUrl = url,
    };
}
