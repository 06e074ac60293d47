using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>What a developer sees who has just started it, with nothing configured.</summary>
public sealed class FirstRunTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const string DemoKey = "TheDemoAppHasAKeyThatEverybodyMayKnow000000";

    private static readonly HttpClient Http = new();

    private readonly TemporaryDirectory _directory = new();
    private ServerProcess _server = null!;

    public Task InitializeAsync()
    {
        _server = new ServerProcess(_directory.Path, "Development", []);
        return _server.StartAsync();
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Simulator_WhenALineIsTyped_ShowsTheAnswer_AndNothingTypedIsEverRun()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var page = await browser.NewPageAsync();
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) => problems.AddRange(message.Type == "error" ? [message.Text] : []);
        page.Dialog += (_, dialog) =>
        {
            problems.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };

        // From the front door.
        await page.GotoAsync(_server.Url.ToString());
        page.Url.ShouldEndWith("/simulator");
        await SayAsync(page, "你好 😀");
        await AnswerAsync(page, "收到：你好 😀");

        const string script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        await SayAsync(page, script);
        await AnswerAsync(page, $"收到：{script}");
        (await page.Locator("#log script, #log img").CountAsync()).ShouldBe(0);
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Simulator_WhenTheServerIsStartedAgain_RefusesNothing()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright);
        var first = await PlayAsync(browser, "第一次");

        // As an editor's stop button ends it; what the server knew of WeChat lies in its store.
        _server.Kill();
        await _server.StartAsync();
        var second = await PlayAsync(browser, "第二次");

        var sends = first.Concat(second).Where(call => call.GetProperty("api").GetString() == FakeApis.CustomSend).ToList();
        sends.Select(call => call.GetProperty("errCode").GetInt32()).ShouldBe([0, 0]);
        sends[1].GetProperty("accessToken").GetString().ShouldBe(sends[0].GetProperty("accessToken").GetString());
    }

    [Fact]
    public async Task Push_FromAnotherTerminal_PrintsTheAnswerAndItsTime()
    {
        var (exitCode, output) = await Programs.RunAsync(Programs.StartInfo(Programs.Simulator, ["push", "text", "你好", .. Target]));

        exitCode.ShouldBe(0, output);
        output.ShouldMatch(@"Try 1: 200 success \d+\.\d ms");
        output.ShouldContain("Accepted");
    }

    [Fact]
    public async Task Check_AgainstTheServer_IsAllGreen()
    {
        var start = Programs.StartInfo(Programs.Simulator, ["check", .. Target]);
        start.Environment["COLUMNS"] = "200";
        var (exitCode, output) = await Programs.RunAsync(start, TimeSpan.FromMinutes(2));

        exitCode.ShouldBe(0, output);
        output.ShouldNotContain("✘");
        output.ShouldMatch(@"All \d+ cases passed");
    }

    [Fact]
    public async Task Push_WithAnotherToken_IsNotAccepted_AndExitsWith1()
    {
        string[] target = [.. Target];
        target[Array.IndexOf(target, "--token") + 1] = "wrong";
        var (exitCode, output) = await Programs.RunAsync(Programs.StartInfo(Programs.Simulator, ["push", "text", "hi", .. target]));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("403");
    }

    private IEnumerable<string> Target =>
    [
        "--url", new Uri(_server.Url, "/wechat/demo").ToString(), "--app-id", "wxdemo0123456789ab", "--token", "demotoken", "--aes-key", DemoKey,
    ];

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium,
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        ],
    });

    /// <summary>Says something on a new page, sees the answer and no refusal, and returns what WeChat's API was asked.</summary>
    private async Task<List<JsonElement>> PlayAsync(IBrowser browser, string words)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(_server.Url.ToString());
        await SayAsync(page, words);
        await AnswerAsync(page, $"收到：{words}");
        (await page.Locator(".note.bad").CountAsync()).ShouldBe(0);
        await page.CloseAsync();
        return (await Http.GetFromJsonAsync<List<JsonElement>>(new Uri(_server.Url, "/simulator/api/_simulator/calls")))!;
    }

    private static async Task SayAsync(IPage page, string words)
    {
        await page.Locator("#line.up").WaitForAsync();
        await page.Locator("#text").FillAsync(words);
        await page.Locator("#compose .send").ClickAsync();
        await page.Locator(".row.mine .bubble", new PageLocatorOptions { HasTextString = words }).Last.WaitForAsync();
    }

    private static Task AnswerAsync(IPage page, string words) =>
        page.Locator(".row.theirs .bubble", new PageLocatorOptions { HasTextString = words }).Last.WaitForAsync();
}
