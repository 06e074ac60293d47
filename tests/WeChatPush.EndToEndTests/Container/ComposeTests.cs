using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.EndToEndTests.Container;

/// <summary>
/// What <c>docker compose up</c> starts, without the containers: the published programs with the environments and command
/// lines of <c>docker-compose.yml</c>.
/// </summary>
public sealed class ComposeTests
{
    private static readonly (string, string)[] Secrets =
    [
        ("WECHAT_APP_ID", "wx0123456789abcdef"), ("WECHAT_APP_SECRET", "secretOfAnOwner"), ("WECHAT_TOKEN", "tokenOfAnOwner"),
        ("WECHAT_AES_KEY", World.Key), ("REDIS_PASSWORD", "password-of-an-owner"),
    ];

    [Fact]
    public async Task Server_WithoutSecrets_RefusesToStart_AndNamesAllThatIsMissing()
    {
        await using var stack = new ComposeStack(new ComposeFile());

        var (exitCode, output) = await stack.RunServerAsync("server");

        exitCode.ShouldBe(1);
        foreach (var setting in (string[])["AppId", "AppSecret", "Token", "EncodingAesKey"])
            output.ShouldContain($"WeChatPush:Apps:app:{setting}");
        foreach (var variable in (string[])["WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_AES_KEY", ".env"])
            output.ShouldContain(variable);
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Server_WithSecrets_IsHealthyOnItsRedis_TakesAPush_AndEndsWithZero()
    {
        await using var stack = new ComposeStack(new ComposeFile(Secrets));
        await stack.StartRedisAsync();
        await stack.StartServerAsync("server");
        await stack.BecomesAsync("healthy");
        (await stack.CommandAsync("server", "healthcheck")).ExitCode.ShouldBe(0);

        var app = stack.App("server", "app");
        using var weChat = new PushClient();
        (await weChat.PushAsync(app, new PushBuilder(app, "oUser").Text("你好"))).Last.Kind.ShouldBe(AnswerKind.Success, stack.Output);
        await stack.HandledAsync("server", "app", 1);

        foreach (var secret in Secrets)
            stack.Output.ShouldNotContain(secret.Item2);
        (await stack.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Demo_AnswersThroughTheSimulator()
    {
        await using var stack = new ComposeStack(new ComposeFile());
        await stack.StartRedisAsync();
        await stack.StartSimulatorAsync();
        await stack.StartServerAsync("demo");
        await stack.BecomesAsync("healthy");

        var (exitCode, output) = await stack.SimulateAsync("push", "text", "你好");
        exitCode.ShouldBe(0, output);
        await stack.AnsweredAsync("收到：你好");
        (await stack.TerminateAsync()).ShouldBe(0);
    }
}
