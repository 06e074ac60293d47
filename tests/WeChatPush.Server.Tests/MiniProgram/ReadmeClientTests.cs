using System.Diagnostics;
using System.Text.RegularExpressions;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.MiniProgram;

/// <summary>
/// The client that the README shows, run as it stands there in a phone made of a few lines, against the real server.
/// </summary>
public sealed class ReadmeClientTests : IAsyncLifetime
{
    /// <summary>
    /// <c>network</c> sees every request first: it may answer in the server's place, or drop it (fail) before or after
    /// the server has it. <c>start()</c> is the mini program after a cold start: the storage stays, all else is new.
    /// </summary>
    private const string Phone = """
        const [source, base] = process.argv.slice(1);
        const storage = new Map();
        const pass = { before: () => {}, after: (path, answer) => answer };
        let network = pass, logins = 0;
        const wx = {
          getStorageSync: key => storage.has(key) ? JSON.parse(storage.get(key)) : '',
          setStorageSync: (key, value) => { storage.set(key, JSON.stringify(value)); },
          login: ({ success }) => setTimeout(() => success({ code: `lee#${++logins}` })),
          requestSubscribeMessage: ({ tmplIds, success }) => setTimeout(() => success(
            Object.assign({ errMsg: 'requestSubscribeMessage:ok' }, ...tmplIds.map(id => ({ [id]: 'accept' }))))),
          request: async ({ url, method, data, header, success, fail }) => {
            const path = url.slice(url.lastIndexOf('/') + 1);
            try {
              const own = network.before(path);
              if (own) return success(own);
              const response = await fetch(url, {
                method, body: JSON.stringify(data), headers: { 'Content-Type': 'application/json', ...header } });
              const answer = { statusCode: response.status, data: await response.json() };
              success(network.after(path, answer));
            } catch (error) {
              fail({ errMsg: 'request:fail' });
            }
          },
        };
        const start = () => {
          const module = {};
          new Function('wx', 'module', source.replace('https://push.example.com', base))(wx, module);
          return module.exports;
        };
        const kept = () => (wx.getStorageSync('push-credits') || []).length;
        const offline = { before: () => { throw new Error('no network'); } };
        const expect = (what, value, wanted) => {
          if (value !== wanted) { console.error(`${what}: ${value} instead of ${wanted}`); process.exit(3); }
        };

        """;

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
    public async Task Client_ReportsAcceptsAndFormIds()
    {
        await PlayAsync("""
            const credits = start();
            const answers = await credits.ask('tpl', 'other');
            expect('answer', answers.tpl, 'accept');
            credits.form('f1');
            credits.form('f2');
            await credits.flush();
            expect('kept', kept(), 0);
            expect('logins', logins, 1);
            """);

        (await BalanceAsync()).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Client_WhoseAnswerGetsLost_ReportsAgain_AndItCountsOnce()
    {
        await PlayAsync("""
            let lost = 0;
            network = { before: () => {}, after: (path, answer) => {
              if (path === 'credits' && lost++ < 2) throw new Error('lost');
              return answer;
            } };
            const credits = start();
            await credits.ask('tpl');
            await credits.flush();
            expect('kept', kept(), 1);
            await credits.flush();
            await credits.flush();
            expect('kept', kept(), 0);
            """);

        (await BalanceAsync()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Client_WithoutNetwork_KeepsItsReports_AlsoOverAColdStart()
    {
        await PlayAsync("""
            network = offline;
            let credits = start();
            await credits.ask('tpl');
            await credits.ask('tpl');
            credits.form('f1');
            await credits.flush();
            credits = start();
            await credits.ask('tpl');
            await credits.flush();
            expect('kept', kept(), 4);
            network = pass;
            await credits.flush();
            expect('kept', kept(), 0);
            """);

        (await BalanceAsync()).ShouldBe((3, 1));
    }

    [Fact]
    public async Task Client_WhoseTokenIsTakenNoLonger_LogsInOnceMore()
    {
        await PlayAsync("""
            let sessions = 0;
            network = { before: () => {}, after: (path, answer) => {
              if (path === 'session' && ++sessions === 1) answer.data.token = 'over';
              return answer;
            } };
            const credits = start();
            await credits.ask('tpl');
            await credits.flush();
            expect('kept', kept(), 0);
            expect('logins', logins, 2);
            """);

        (await BalanceAsync()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Client_WhoseTokensAreNeverTaken_GivesUpUntilTheNextRequest()
    {
        await PlayAsync("""
            network = { before: path => path === 'credits' && { statusCode: 401, data: {} }, after: (_, answer) => answer };
            const credits = start();
            await credits.ask('tpl');
            await credits.flush();
            expect('logins', logins, 2);
            expect('kept', kept(), 1);
            network = pass;
            await credits.flush();
            """);

        (await BalanceAsync()).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Client_WhomTheServerPutsOff_ReportsLater(int status)
    {
        await PlayAsync($$"""
            network = { before: path => path === 'credits' && { statusCode: {{status}}, data: {} } };
            const credits = start();
            await credits.ask('tpl');
            await credits.flush();
            expect('kept', kept(), 1);
            network = pass;
            await credits.flush();
            expect('kept', kept(), 0);
            """);

        (await BalanceAsync()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Client_DropsWhatTheServerWillNeverTake_AndSendsTheRest()
    {
        await PlayAsync("""
            const credits = start();
            credits.form('');
            credits.form('f1');
            await credits.flush();
            expect('kept', kept(), 0);
            """);

        (await BalanceAsync()).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Client_OfflineForLong_KeepsTheLatest()
    {
        await PlayAsync("""
            network = offline;
            const credits = start();
            for (let i = 0; i < 150; i++) credits.form(`f${i}`);
            await credits.flush();
            expect('kept', kept(), 100);
            expect('oldest', wx.getStorageSync('push-credits')[0].formIds[0].formId, 'f50');
            """);
    }

    private static string Snippet()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        return Regex.Matches(readme, "```js\n(.*?)```", RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value)
            .First(block => block.Contains("requestSubscribeMessage", StringComparison.Ordinal));
    }

    private async Task PlayAsync(string scene)
    {
        using var client = _server.CreateClient();
        var script = $"{Phone}\n(async () => {{\n{scene}\n}})().catch(error => {{ console.error(error); process.exit(4); }});";
        using var node = Process.Start(new ProcessStartInfo(
            "node", ["-e", script, Snippet(), client.BaseAddress!.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardError = true,
        })!;
        var complaint = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, complaint);
    }

    private async Task<(int Permits, int FormIds)> BalanceAsync()
    {
        using var admin = _server.Client();
        var balance = await admin.JsonAsync(
            $"/api/v1/apps/shop/credits/{FakeOpenId.From(_server.Shop.AppId, "lee")}");
        var permits = balance.GetProperty("subscribe");
        return (
            permits.TryGetProperty("tpl", out var tpl) ? tpl.GetProperty("usable").GetInt32() : 0,
            balance.GetProperty("formIds").GetProperty("usable").GetInt32());
    }
}
