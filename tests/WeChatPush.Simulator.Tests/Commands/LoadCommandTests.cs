using System.Text.Json;
using Spectre.Console;
using WeChatPush.Simulator.Commands;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Simulator.Tests.Commands;

public sealed class LoadCommandTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Load_OfAServerThatKeepsItsWord_VerifiesThatAllIsStoredDoneAndAnsweredOnce()
    {
        await using var weChat = await SimulatorHost.StartAsync();
        using var server = await ServerUnderTest.StartAsync(
            ("Apps:shop:ApiBaseUrl", weChat.BaseUrl.ToString()),
            ("Apps:shop:EncodingAesKey", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
            ("Apps:shop:Rules:0:MsgType", "text"),
            ("Apps:shop:Rules:0:Send:Text", "{Content}"));
        server.UseKestrel(0);
        server.StartServer();

        var code = await RunAsync(
            $"load --url {server.ClientOptions.BaseAddress}wechat/shop --app-id {server.Shop.AppId} --token {server.Shop.Token} "
            + "--aes-key abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG --rate 50 --duration 2 --warm-up 1 --users 20 "
            + $"--admin-key {ServerUnderTest.AdminKey} --api {weChat.BaseUrl}");

        code.ShouldBe(ExitCode.Success, _output.ToString());
        _output.ToString().ShouldContain("stored        150: 0 lost, 0 doubled, 0 unfinished, 0 dead");
        _output.ToString().ShouldContain("0 missing, 0 doubled");
        weChat.WeChat.Calls.Sends.Count(call => call.Delivered).ShouldBeInRange(75, 130);
    }

    [Fact]
    public async Task Load_AsJson_IsOneObject_WithWhatWasTriedAgain()
    {
        await using var receiver = await new LoadReceiver { Refuses = 2 }.StartAsync();

        (await LoadAsync(receiver, "--json")).ShouldBe(ExitCode.Success, _output.ToString());

        var report = JsonElement.Parse(_output.ToString());
        report.GetProperty("sent").GetInt32().ShouldBe(50);
        report.GetProperty("acknowledged").GetInt32().ShouldBe(50);
        report.GetProperty("retries").GetInt32().ShouldBe(2);
        report.GetProperty("stored").GetProperty("lost").GetInt32().ShouldBe(0);
        report.GetProperty("answered").GetProperty("doubled").GetInt32().ShouldBe(0);
        report.GetProperty("problems").EnumerateObject().Single().Value.GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 1, "done", "acknowledged pushes are lost")]
    [InlineData(2, 1, "done", "pushes are stored twice")]
    [InlineData(1, 1, "dead", "pushes are dead letters")]
    [InlineData(1, 2, "done", "texts have more than one effect")]
    public async Task Load_OfAServerThatDoesNotKeepItsWord_Is1_AndSaysWhatIsWrong(int stores, int answers, string state, string violation)
    {
        await using var receiver = await new LoadReceiver { Stores = stores, Answers = answers, State = state }.StartAsync();

        (await LoadAsync(receiver)).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain(violation);
    }

    [Fact]
    public async Task Load_WhenTheServerStalls_CountsTheWaitOfEverybodyWhoCameMeanwhile()
    {
        await using var receiver = await new LoadReceiver { Stall = TimeSpan.FromSeconds(1.5) }.StartAsync();

        (await LoadAsync(receiver, "--json")).ShouldBe(ExitCode.Success, _output.ToString());

        // One after the other, only one in fifty would have waited.
        var answers = JsonElement.Parse(_output.ToString()).GetProperty("answers");
        answers.GetProperty("max").GetDouble().ShouldBeGreaterThan(1400);
        answers.GetProperty("p50").GetDouble().ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("--url http://localhost:1/wechat/x --token t", "is the server running?")]
    [InlineData("--url http://localhost:1/wechat/x --token t --admin-key k", "is the server running?")]
    [InlineData("--url http://localhost:1/wechat/x --token t --api http://localhost:1", "no simulated API")]
    [InlineData("--url http://localhost:1/wechat/x --token t --mix dance=3", "dance=3 is no part of a mix")]
    [InlineData("--url http://localhost:1/wechat/x --token t --mix text=0", "The mix is empty")]
    [InlineData("--url http://localhost:1/wechat/x --token t --rate 0", "at least 1")]
    public async Task Load_ThatCannotWork_Is2AndSaysWhy(string options, string expected)
    {
        (await RunAsync($"load {options} --duration 1 --warm-up 0")).ShouldBe(ExitCode.Usage);

        _output.ToString().ShouldContain(expected);
        _output.ToString().ShouldNotContain("   at ");
    }

    private Task<int> LoadAsync(LoadReceiver receiver, string more = "") => RunAsync(
        $"load --url {receiver.Url}/wechat/shop --token t --format json --mix text --rate 25 --duration 2 --warm-up 0 --users 10 "
        + $"--admin-key any --api {receiver.Url}/api {more}");

    private Task<int> RunAsync(string line)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_output) });
        console.Profile.Width = 200;
        return SimulatorCommand.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), console);
    }
}
