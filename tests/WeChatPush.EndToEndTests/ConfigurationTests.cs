using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>A configuration with everything wrong.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Start_WhenTheConfigurationIsWrong_ListsEveryErrorWithItsKey_AndExitsWith1()
    {
        using var directory = new TemporaryDirectory();
        using var server = new ServerProcess(directory.Path, "Production",
        [
            ("Apps:shop:AppId", "0123456789"),
            ("Apps:shop:Token", "hushToken "),
            ("Apps:shop:AppSecret", " hushSecret"),
            ("Apps:shop:EncodingAesKey", "hushKey"),
            ("Apps:shop:PreviousEncodingAesKey", "hush!567890123456789012345678901234567890123"),
            ("Apps:shop:Mode", "Securely"),
            ("Apps:shop:TimestampTolerance", "03:00:00"),
            ("Apps:shop:ApiBaseUrl", "api.weixin.qq.com"),
            ("Apps:shop:Rules:0:Content", "(unclosed"),
            ("Apps:shop:Rules:0:Send:Text", "hi"),
            ("Apps:shop:Rules:1:MsgType", "text"),
            ("Apps:UPPER:AppId", "wx1"),
            ("Apps:UPPER:Token", "hushToo"),
            ("Dispatching:Lease", "00:00:00.500"),
            ("Receiving:MinReplicas", "1"), // of a Redis that there is none of
            ("Dispatching:Concurrency", "many"),
            ("Sending:WhenUncertain", "Maybe"),
        ]);
        server.Start();

        (await server.ExitAsync()).ShouldBe(1, server.Output);

        foreach (var key in new[]
        {
            "Apps:shop:AppId:", "Apps:shop:Token:", "Apps:shop:AppSecret:", "Apps:shop:EncodingAesKey:",
            "Apps:shop:PreviousEncodingAesKey:", "Apps:shop:Mode:", "Apps:shop:TimestampTolerance:", "Apps:shop:ApiBaseUrl:",
            "Apps:shop:Rules:0:Content:", "Apps:shop:Rules:1:", "Apps:UPPER:", "Dispatching:Lease:", "Dispatching:Concurrency:",
            "Receiving:MinReplicas:", "Sending:WhenUncertain:",
        })
        {
            server.Output.ShouldContain($"WeChatPush:{key}");
        }

        server.Output.ShouldNotContain("hush");
        server.Output.ShouldNotContain("   at ");
    }
}
