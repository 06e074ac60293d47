using Spectre.Console;
using WeChatPush.Simulator.Commands;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Simulator.Tests.Checking;
using WeChatPush.Simulator.Tests.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Simulator.Tests.Commands;

public sealed class SimulatorCommandTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly StringWriter _output = new();

    [Theory]
    [InlineData("push text hi", "'--url' is required")]
    [InlineData("push text hi --url ftp://x --token t", "is no URL")]
    [InlineData("push text hi --url http://x --token t --mode secure", "EncodingAESKey")]
    [InlineData("push text hi --url http://x --token t --aes-key short --app-id wx1", "43")]
    [InlineData("push text hi --url http://x --token t --mode secret", "Secure")]
    [InlineData("push text hi --url http://x", "The token is empty")]
    [InlineData("check --url http://x --hosting cloud-function", "whsec_")]
    [InlineData("check --url http://x --hosting moon", "cloud-hosting")]
    [InlineData("push text hi --url http://x --hosting cloud-function --relay-secret whsec_YQ== --format xml", "JSON only")]
    [InlineData("check --url http://localhost:1/ --hosting cloud-hosting", "is the server running?")]
    [InlineData("check --url http://localhost:1/ --token t", "is the server running?")]
    [InlineData("nonsense", "nonsense")]
    public async Task Usage_ThatCannotWork_Is2AndSaysWhy(string line, string expected)
    {
        (await RunAsync(line)).ShouldBe(ExitCode.Usage);

        _output.ToString().ShouldContain(expected);
        _output.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Push_Accepted_PrintsTheTryAndIs0()
    {
        await using var server = await ReceiverAsync(Flaw.None);

        (await RunAsync($"push text 你好 {Target(server)}")).ShouldBe(ExitCode.Success);

        _output.ToString().ShouldContain("Try 1: 200 success");
        _output.ToString().ShouldContain("Accepted");
    }

    [Theory]
    [InlineData("image")]
    [InlineData("page pages/index")]
    [InlineData("enter")]
    [InlineData("event debug_demo --field debug_str=hello")]
    [InlineData("text hi --format xml --mode compatible --openid oLee")]
    public async Task Push_OfEachKind_IsAccepted(string kind)
    {
        await using var server = await ReceiverAsync(Flaw.None);

        (await RunAsync($"push {kind} {Target(server)}")).ShouldBe(ExitCode.Success, _output.ToString());
    }

    [Fact]
    public async Task Push_Refused_PrintsThreeTriesAndIs1()
    {
        await using var server = await ReceiverAsync(Flaw.QuotesSuccess);

        (await RunAsync($"push text hi {Target(server)}")).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain("Try 3:");
        _output.ToString().ShouldContain("serialised as JSON");
    }

    [Fact]
    public async Task Check_AGoodReceiver_Is0()
    {
        await using var server = await ReceiverAsync(Flaw.None);

        (await RunAsync($"check {Target(server)}")).ShouldBe(ExitCode.Success);

        _output.ToString().ShouldContain("cases passed");
        _output.ToString().ShouldNotContain("✘");
    }

    [Fact]
    public async Task Check_AFlaw_Is1AndSaysWhyItMatters()
    {
        await using var server = await ReceiverAsync(Flaw.AcceptsPlaintext);

        (await RunAsync($"check {Target(server)} --format json")).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain("✘");
        _output.ToString().ShouldContain("downgrade");
    }

    [Fact]
    public async Task Check_WithTheWrongToken_HintsAtTheSetting()
    {
        await using var server = await ReceiverAsync(Flaw.None);

        var target = Target(server).Replace("simulatorToken", "wrong");
        (await RunAsync($"check {target} --format xml")).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain("is the token the one the server is configured with");
    }

    [Theory]
    [InlineData("--hosting cloud-hosting")]
    [InlineData("--hosting Cloud-Function --relay-secret whsec_YQ==")]
    public async Task Check_OfACloudChannel_NeedsNoToken_AndHintsAtTheHosting(string hosting)
    {
        await using var server = await ReceiverAsync(Flaw.None);

        (await RunAsync($"check --url {server.Url} {hosting}")).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain("is the app configured with Hosting Cloud");
    }

    private static string Target(TestServer server) =>
        $"--url {server.Url} --app-id wxba5fad812f8e6fb9 --token simulatorToken --aes-key {Key}";

    private static Task<TestServer> ReceiverAsync(Flaw flaw) => TestServer.StartAsync(
        new SmallReceiver(TestApps.At(new Uri("http://unused/"), WireMode.Secure), flaw).HandleAsync);

    private Task<int> RunAsync(string line)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 200;
        return SimulatorCommand.RunAsync(line.Split(' '), console);
    }
}
