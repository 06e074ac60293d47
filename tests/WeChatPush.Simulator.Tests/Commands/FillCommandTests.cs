using Spectre.Console;
using WeChatPush.Simulator.Commands;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Simulator.Tests.Commands;

public sealed class FillCommandTests : IAsyncLifetime
{
    private const string Credits = "/api/v1/apps/shop/credits";

    private readonly StringWriter _output = new();
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        _server.UseKestrel(0);
        _server.StartServer();
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Fill_GivesEveryUserHisCredits_OfEachTemplate()
    {
        (await FillAsync("--users 40 --template tpl-a --template tpl-b --credits 3")).ShouldBe(ExitCode.Success);

        _output.ToString().ShouldContain("240 new credits of 40 users");
        (await TemplatesAsync()).ShouldBe(["tpl-a 120 40", "tpl-b 120 40"]);
    }

    [Fact]
    public async Task Fill_OnceMore_AddsNothing_AndWithAnotherSeedOtherUsers()
    {
        await FillAsync("--users 10 --template tpl");
        (await FillAsync("--users 10 --template tpl")).ShouldBe(ExitCode.Success);
        _output.ToString().ShouldContain("0 new credits");
        (await FillAsync("--users 5 --template tpl --seed 2")).ShouldBe(ExitCode.Success);

        (await TemplatesAsync()).ShouldBe(["tpl 15 15"]);
    }

    [Fact]
    public async Task Fill_WithFormIds_GivesThose()
    {
        (await FillAsync("--users 10 --kind template --credits 2")).ShouldBe(ExitCode.Success);

        using var client = _server.Client();
        var formIds = (await client.JsonAsync(Credits)).GetProperty("formIds");
        formIds.GetProperty("credits").GetInt32().ShouldBe(20);
        formIds.GetProperty("users").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Fill_OfAnAppThatCountsFromPushes_SaysWhichSettingToChange()
    {
        _server.Reload("Apps:shop:Credits:CountFrom", "Push");

        (await FillAsync("--users 2 --template tpl")).ShouldBe(ExitCode.Failed);

        _output.ToString().ShouldContain("WeChatPush:Apps:shop:Credits:CountFrom=Client");
    }

    [Theory]
    [InlineData("--app nope", "has no app nope")]
    [InlineData("--admin-key wrong", "does not know this admin key")]
    [InlineData("--users 0", "at least 1")]
    [InlineData("--kind pigeon", "pigeon")]
    [InlineData("--url ftp://x", "is no URL")]
    [InlineData("--url http://localhost:1", "is the server running?")]
    public async Task Fill_ThatCannotWork_Is2AndSaysWhy(string wrong, string expected)
    {
        (await FillAsync(wrong)).ShouldBe(ExitCode.Usage);

        _output.ToString().ShouldContain(expected);
        _output.ToString().ShouldNotContain("   at ");
    }

    private async Task<string[]> TemplatesAsync()
    {
        using var client = _server.Client();
        var templates = (await client.JsonAsync(Credits)).GetProperty("templates");
        return
        [
            .. templates.EnumerateArray().Select(totals =>
                $"{totals.GetProperty("templateId")} {totals.GetProperty("credits")} {totals.GetProperty("users")}"),
        ];
    }

    private Task<int> FillAsync(string options)
    {
        using var client = _server.CreateClient();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 200;
        var line = new List<string> { "fill" };
        var given = options.Split(' ');
        line.AddRange(given);
        foreach (var (name, value) in new[]
        {
            ("--url", client.BaseAddress!.ToString()), ("--admin-key", ServerUnderTest.AdminKey), ("--app", "shop"),
        })
        {
            if (!given.Contains(name))
                line.AddRange([name, value]);
        }

        return SimulatorCommand.RunAsync(line, console);
    }
}
