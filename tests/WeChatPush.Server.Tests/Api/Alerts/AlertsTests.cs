using System.Net;
using System.Text.Json;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Alerts;

/// <summary>Where alerts are sent, at run time.</summary>
public sealed class AlertsTests : IAsyncLifetime
{
    private const string Alerts = "/api/v1/alerts";
    private Robots _robots = null!;

    public async Task InitializeAsync() => _robots = await Robots.StartAsync();

    public async Task DisposeAsync() => await _robots.DisposeAsync();

    [Fact]
    public async Task Replace_KeepsWhatIsLeftOut_ShowsNoKey_AndIsAudited()
    {
        using var server = await StartAsync(("Alerts:0:Kind", "WeCom"), ("Alerts:0:Url", _robots.WeCom));
        using var client = server.Client(RoleKeys.Admin);
        var (first, tag) = await ReadAsync(client);
        first.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().ToString().ShouldBe(
            $$"""{"name":"WeCom 0","kind":"WeCom","source":"configuration","url":"{{Masked}}","hasSecret":false,"on":["dead","stopped","spooling","handlerMissing","lag"]}""");

        var stored = await PutAsync(client, tag, $$"""{"items":[{"name":"ops","kind":"Feishu","url":"{{_robots.Feishu}}","secret":"{{Robots.Secret}}","on":["dead"]}]}""");
        stored.GetProperty("items")[1].ToString().ShouldBe(
            $$"""{"name":"ops","kind":"Feishu","source":"store","url":"{{Masked}}","hasSecret":true,"on":["dead"]}""");
        (var second, tag) = await ReadAsync(client);
        second.ToString().ShouldBe(stored.ToString());

        // Without address and secret: both are kept, and it still gets through.
        await PutAsync(client, tag, """{"items":[{"name":"ops","kind":"Feishu","on":["dead","lag"]}]}""");
        (await TestAsync(client, """{"name":"ops"}""")).GetProperty("items")[0].GetProperty("delivered").GetBoolean().ShouldBeTrue();
        (_, tag) = await ReadAsync(client);
        (await PutAsync(client, tag, """{"items":[{"name":"ops","kind":"Feishu","secret":""}]}""")).GetProperty("items")[1].GetProperty("hasSecret").GetBoolean().ShouldBeFalse();

        using var audit = await client.GetAsync("/api/v1/audit");
        var text = await audit.Content.ReadAsStringAsync();
        text.ShouldContain("alerts.change");
        text.ShouldContain("alerts.test");
        string.Concat(text, server.Log.Text, stored).ShouldNotContain(Robots.Key);
        string.Concat(text, server.Log.Text, stored).ShouldNotContain(Robots.Secret);
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory).Where(file => Path.GetFileName(file).StartsWith("wechatpush.db", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync()).ShouldNotContain(Robots.Key);
        }
    }

    [Fact]
    public async Task Replace_WithoutTheVersion_OrOfAnOldOne_IsRefused()
    {
        using var server = await StartAsync();
        using var client = server.Client(RoleKeys.Admin);
        const string body = """{"items":[]}""";

        (await client.SendJsonAsync("PUT", Alerts, body)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        await PutAsync(client, "\"0\"", body);
        (await client.SendJsonAsync("PUT", Alerts, body, "\"0\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("""{"items":[{"name":"a","kind":"Slack","url":"https://x"}]}""", "items[0].kind")]
    [InlineData("""{"items":[{"name":"a","kind":"WeCom"}]}""", "items[0].url")]
    [InlineData("""{"items":[{"name":"a","kind":"WeCom","url":"https://x","secret":"s"},{"name":"A","kind":"Webhook","url":"x","secret":"s"}]}""", "items[0].secret", "items[1].name", "items[1].secret", "items[1].url")]
    [InlineData("""{"items":[{"name":"WeCom 0","kind":"WeCom","url":"https://x"}]}""", "items[0].name")]
    [InlineData("""{"items":[{"name":"a","kind":"WeCom","url":"https://x","on":["ded"]}]}""", "items[0].on[0]")]
    [InlineData("""{"items":[{"name":"a","kind":"WeCom","url":"https://x","on":[]}]}""", "items[0].on")]
    [InlineData("""{"items":[{"name":"a","kind":"WeCom","url":"https://qyapi.weixin.qq.com/•••"}]}""", "items[0].url")]
    [InlineData("""{"alerts":[]}""", "alerts", "items")]
    public async Task Replace_WhenTheBodyIsWrong_NamesTheFields(string body, params string[] fields)
    {
        using var server = await StartAsync(("Alerts:0:Kind", "WeCom"), ("Alerts:0:Url", _robots.WeCom));
        using var client = server.Client(RoleKeys.Admin);

        using var answer = await client.SendJsonAsync("PUT", Alerts, body, "\"0\"");

        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task Alerts_AreForAdminsOfAllApps()
    {
        using var server = await StartAsync();
        foreach (var key in new[] { RoleKeys.Viewer, RoleKeys.Operator, RoleKeys.CafeAdmin })
        {
            using var client = server.Client(key);
            (await client.GetAsync(Alerts)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await client.SendJsonAsync("PUT", Alerts, """{"items":[]}""", "\"0\"")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await client.PostAsync($"{Alerts}/test", "{}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Test_AnswersPerDestination_InItsOwnWords()
    {
        using var server = await StartAsync(
            ("Alerts:0:Name", "good"), ("Alerts:0:Kind", "DingTalk"), ("Alerts:0:Url", _robots.DingTalk), ("Alerts:0:Secret", Robots.Secret),
            ("Alerts:1:Name", "bad"), ("Alerts:1:Kind", "DingTalk"), ("Alerts:1:Url", _robots.DingTalk));
        using var client = server.Client(RoleKeys.Admin);

        var items = (await TestAsync(client, "{}")).GetProperty("items");

        items[0].ToString().ShouldBe("""{"name":"good","delivered":true,"status":200,"detail":"ok"}""");
        items[1].GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith("code 310000 (sign not match): ");
        (await TestAsync(client, """{"name":"good"}""")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await client.PostAsync($"{Alerts}/test", """{"name":"other"}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var health = await client.JsonAsync("/health/ready");
        health.GetProperty("checks").GetProperty("alerts").GetProperty("description").GetString().ShouldNotBeNull().ShouldContain("bad (http://127.0.0.1");
    }

    [Fact]
    public async Task Stop_OfSends_ReachesTheGroup()
    {
        using var server = await StartAsync(("Alerts:0:Kind", "WeCom"), ("Alerts:0:Url", _robots.WeCom));
        using var client = server.Client(RoleKeys.Admin);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.StableToken, ErrCode = 40125 });

        await client.PostAsync(
            "/api/v1/apps/shop/customer-messages", """{"touser":"oA","msgtype":"text","text":{"content":"x"}}""");

        await Eventually.TrueAsync(() => _robots.Messages.Count > 0, () => "not said");
        var text = _robots.Messages[0].Text;
        text.ShouldContain("停止向微信发送");
        text.ShouldContain("errcode 40125");
        text.ShouldContain("AppSecret");
    }

    private string Masked => $"{new Uri(_robots.WeCom).GetLeftPart(UriPartial.Authority)}/•••";

    private static Task<ServerUnderTest> StartAsync(params (string Key, string? Value)[] settings) => RoleKeys.StartAsync(settings);

    private static async Task<(JsonElement View, string Tag)> ReadAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Alerts);
        return (await answer.JsonAsync(HttpStatusCode.OK), answer.Headers.ETag!.ToString());
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, string tag, string body)
    {
        using var answer = await client.SendJsonAsync("PUT", Alerts, body, tag);
        return await answer.JsonAsync(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> TestAsync(HttpClient client, string body)
    {
        using var answer = await client.PostAsync($"{Alerts}/test", body);
        return await answer.JsonAsync(HttpStatusCode.OK);
    }
}
