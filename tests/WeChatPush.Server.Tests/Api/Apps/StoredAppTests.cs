using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Apps;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Apps;

public sealed class StoredAppTests
{
    private const string ForwardSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    public async Task Create_WithTheLeast_MakesTheSecrets_ShowsThemOnce_AndServesTheApp()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", """{"name":"bakery","appId":"wxbakery"}""");

        var made = await answer.JsonAsync(HttpStatusCode.Created);
        answer.Headers.Location!.ToString().ShouldBe("/api/v1/apps/bakery");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        made.GetProperty("source").GetString().ShouldBe("store");
        made.GetProperty("mode").GetString().ShouldBe("Secure");
        made.GetProperty("pushUrl").GetString().ShouldBe("http://localhost/wechat/bakery");
        var app = AppOf(made);
        app.Token!.Length.ShouldBe(32);
        app.EncodingAesKey!.Length.ShouldBe(43);
        (await PushAsync(server, app)).ShouldBe(HttpStatusCode.OK);
        (await client.JsonAsync("/api/v1/apps")).GetProperty("items").Texts("name").ShouldBe(["bakery", "cafe", "shop"]);
        var view = await client.JsonAsync("/api/v1/apps/bakery");
        view.TryGetProperty("madeSecrets", out _).ShouldBeFalse();
        view.GetProperty("hasToken").GetBoolean().ShouldBeTrue();
        view.ToString().ShouldNotContain(app.Token);
        view.ToString().ShouldNotContain(app.EncodingAesKey);
    }

    [Fact]
    public async Task Create_OfAnAppThatIsWrong_NamesEveryField_AndRepeatsNoSecret()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var answer = await client.SendJsonAsync("POST",
            "/api/v1/apps",
            """
            {"name":"Bad Name","appId":"nope","originalId":"x","encodingAesKey":"short-secret","mode":"Secure",
             "rules":[{"send":{}},{"forward":{"url":"ftp://x","secret":"whsec_eA=="}}]}
            """);

        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal).ShouldBe(
        [
            "appId", "encodingAesKey", "name", "originalId", "rules[0].send", "rules[1].forward.secret", "rules[1].forward.url",
        ]);
        problem.ToString().ShouldNotContain("short-secret");
        (await client.JsonAsync("/api/v1/apps")).GetProperty("items").Texts("name").ShouldBe(["cafe", "shop"]);
    }

    [Theory]
    [InlineData("""{"name":"bakery","appId":"wxbakery","tokn":"x"}""", "tokn")]
    [InlineData("""{"name":"bakery","appId":"wxbakery","mode":"Secret"}""", "mode")]
    [InlineData("""{"name":"bakery","appId":"wxbakery","effectiveMode":"Secure"}""", "effectiveMode")]
    [InlineData("""{"name":"bakery","appId":"wxbakery","timestampTolerance":"30"}""", "timestampTolerance")]
    [InlineData("""{"name":"bakery","appId":7}""", "appId")]
    [InlineData("""{"appId":"wxbakery"}""", "name")]
    public async Task Create_WithAMemberThatIsNone_Is400(string body, string field)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", body);

        (await answer.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Create_WithAKeyThatIsForOtherApps_Is403()
    {
        const string key = "the-key-of-the-cafe-alone";
        using var server = await ServerUnderTest.StartAsync(
            ("AdminKeys:1:Name", "cafe"), ("AdminKeys:1:Key", key), ("AdminKeys:1:Role", "admin"), ("AdminKeys:1:Apps:0", "cafe"));
        using var client = server.Client(key);

        using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", """{"name":"bakery","appId":"wxbakery"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        server.Services.GetRequiredService<IAppCatalog>().FindOptions("bakery").ShouldBeNull();
    }

    [Fact]
    public async Task Create_OfANameThatIsTaken_Is409()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await CreateAsync(client);

        foreach (var name in new[] { "bakery", "shop" })
        {
            using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", $$"""{"name":"{{name}}","appId":"wxbakery"}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/apps/shop", """{"originalId":"gh_1"}""")]
    [InlineData("DELETE", "/api/v1/apps/shop", null)]
    [InlineData("POST", "/api/v1/apps/shop/rotate", """{"what":"token"}""")]
    [InlineData("POST", "/api/v1/apps/shop/rotate/finish", null)]
    [InlineData("PUT", "/api/v1/apps/shop/rules", """{"rules":[]}""")]
    [InlineData("POST", "/api/v1/apps/shop/rules/undo", null)]
    public async Task Change_OfAnAppOfTheConfiguration_Is409_AndNamesTheSetting(string method, string path, string? body)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var answer = await client.SendJsonAsync(method, path, body);

        (await answer.JsonAsync(HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("WeChatPush:Apps:shop");
        (await client.JsonAsync("/api/v1/apps/shop")).GetProperty("source").GetString().ShouldBe("configuration");
    }

    [Fact]
    public async Task Change_OfAnOldVersion_Is412_AndChangesNothing()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await CreateAsync(client);
        var read = await client.GetAsync("/api/v1/apps/bakery");
        (await client.SendJsonAsync("PATCH", "/api/v1/apps/bakery", """{"originalId":"gh_first"}""")).Dispose();

        using var answer = await client.SendJsonAsync(
            "PATCH", "/api/v1/apps/bakery", """{"originalId":"gh_second"}""", read.Headers.ETag!.Tag);

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.JsonAsync("/api/v1/apps/bakery")).GetProperty("originalId").GetString().ShouldBe("gh_first");
    }

    [Fact]
    public async Task Change_IsAMergePatch_AndReachesTheNextPush()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var app = AppOf(await CreateAsync(client));
        (await client.SendJsonAsync("PATCH", "/api/v1/apps/bakery", """{"originalId":"gh_other"}""")).Dispose();
        (await PushAsync(server, app)).ShouldBe(HttpStatusCode.Forbidden);

        using var answer = await client.SendJsonAsync("PATCH", "/api/v1/apps/bakery", """{"originalId":null}""");

        (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("originalId").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PushAsync(server, app)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rotate_KeepsBothValuesLive_UntilFinished()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var old = AppOf(await CreateAsync(client));

        var fresh = old;
        foreach (var what in new[] { "token", "encodingAesKey" })
        {
            using var rotated = await client.SendJsonAsync("POST", "/api/v1/apps/bakery/rotate", $$"""{"what":"{{what}}"}""");
            var made = (await rotated.JsonAsync(HttpStatusCode.OK)).GetProperty("madeSecrets").GetProperty(what).GetString()!;
            fresh = what == "token" ? fresh with { Token = made } : fresh with { EncodingAesKey = made };
        }

        (await client.JsonAsync("/api/v1/apps/bakery")).GetProperty("rotations").EnumerateObject().Count().ShouldBe(2);
        (await PushAsync(server, old)).ShouldBe(HttpStatusCode.OK);
        (await PushAsync(server, fresh)).ShouldBe(HttpStatusCode.OK);
        (await client.SendJsonAsync("POST", "/api/v1/apps/bakery/rotate/finish", null)).Dispose();
        (await PushAsync(server, old)).ShouldBe(HttpStatusCode.Forbidden);
        (await PushAsync(server, fresh)).ShouldBe(HttpStatusCode.OK);
        using var again = await client.SendJsonAsync("POST", "/api/v1/apps/bakery/rotate/finish", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Delete_EndsTheApp_AndSaysWhatIsLeft()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var app = AppOf(await CreateAsync(client));
        (await client.SendJsonAsync("POST",
            "/api/v1/apps/bakery/credits", """{"openId":"oUser","formIds":[{"formId":"form-1"},{"formId":"form-2"}]}""")).Dispose();

        using var answer = await client.DeleteAsync("/api/v1/apps/bakery");

        var left = await answer.JsonAsync(HttpStatusCode.OK);
        left.GetProperty("credits").GetInt32().ShouldBe(2);
        left.GetProperty("users").GetInt32().ShouldBe(1);
        (await PushAsync(server, app)).ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/api/v1/apps/bakery")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.DeleteAsync("/api/v1/apps/bakery")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Secrets_OfStoredApps_AreInNoFile_NorInTheLog()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var app = AppOf(await CreateAsync(client, $$$"""
            , "appSecret":"the-secret-of-the-bakery", "rules":[{"forward":{"url":"http://127.0.0.1:9","secret":"{{{ForwardSecret}}}"}}]
            """));
        (await client.SendJsonAsync("POST", "/api/v1/apps/bakery/rotate", """{"what":"token"}""")).Dispose();

        string[] secrets = ["the-secret-of-the-bakery", ForwardSecret, ForwardSecret[6..], app.Token!, app.EncodingAesKey!];
        foreach (var file in Directory.GetFiles(server.DataDirectory).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            var text = Encoding.Latin1.GetString(bytes.ToArray());
            foreach (var secret in secrets)
                text.ShouldNotContain(secret, Case.Sensitive, file);
        }

        foreach (var secret in secrets)
            server.Log.Text.ShouldNotContain(secret);
        var audit = await client.JsonAsync("/api/v1/audit");
        audit.GetProperty("items").Texts("action").ShouldBe(["app.rotate", "app.create"]);
        foreach (var secret in secrets)
            audit.ToString().ShouldNotContain(secret);
    }

    [Fact]
    public async Task Rules_WhenReadAndWrittenBack_AreTheSame_WithTheirSecrets()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await CreateAsync(client, $$$"""
            , "rules":[{"msgType":"text","content":"^hi$","send":{"text":"ho"}},{"forward":{"url":"http://127.0.0.1:9","secret":"{{{ForwardSecret}}}"}}]
            """);
        using var read = await client.GetAsync("/api/v1/apps/bakery/rules");
        var rules = (await read.JsonAsync(HttpStatusCode.OK)).GetProperty("rules");

        using var written = await client.SendJsonAsync(
            "PUT", "/api/v1/apps/bakery/rules", $$"""{"rules":{{rules}}}""", read.Headers.ETag!.Tag);

        (await written.JsonAsync(HttpStatusCode.OK)).GetProperty("rules").ToString().ShouldBe(rules.ToString());
        server.Services.GetRequiredService<IAppCatalog>().FindOptions("bakery")!.Rules[1].Forward!.Secret.ShouldBe(ForwardSecret);
    }

    [Fact]
    public async Task Rules_AreReplacedOnlyWithTheVersionThatWasRead_AndCanBePutBack()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await CreateAsync(client, """, "rules":[{"msgType":"text","send":{"text":"first"}}]""");
        const string second = """{"rules":[{"msgType":"text","send":{"text":"second"}}]}""";

        (await client.SendJsonAsync("PUT", "/api/v1/apps/bakery/rules", second)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        using var read = await client.GetAsync("/api/v1/apps/bakery/rules");
        using var replaced = await client.SendJsonAsync("PUT", "/api/v1/apps/bakery/rules", second, read.Headers.ETag!.Tag);
        replaced.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.SendJsonAsync("PUT", "/api/v1/apps/bakery/rules", second, read.Headers.ETag!.Tag)).StatusCode
            .ShouldBe(HttpStatusCode.PreconditionFailed);

        (await client.JsonAsync("/api/v1/apps/bakery/rules/versions")).GetProperty("items")[0]
            .GetProperty("rules")[0].GetProperty("send").GetProperty("text").GetString().ShouldBe("first");
        using var undone = await client.SendJsonAsync("POST", "/api/v1/apps/bakery/rules/undo", null);
        (await undone.JsonAsync(HttpStatusCode.OK)).GetProperty("rules")[0].GetProperty("send").GetProperty("text").GetString().ShouldBe("first");
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string more = "")
    {
        using var answer = await client.SendJsonAsync("POST", "/api/v1/apps", $$"""{"name":"bakery","appId":"wxbakery"{{more}}}""");
        return await answer.JsonAsync(HttpStatusCode.Created);
    }

    private static SimulatedApp AppOf(JsonElement made) => new()
    {
        Name = "bakery",
        AppId = "wxbakery",
        Token = made.GetProperty("madeSecrets").GetProperty("token").GetString()!,
        EncodingAesKey = made.GetProperty("madeSecrets").GetProperty("encodingAesKey").GetString(),
        Mode = WireMode.Secure,
        PushUrl = new Uri(made.GetProperty("pushUrl").GetString()!),
    };

    private static async Task<HttpStatusCode> PushAsync(ServerUnderTest server, SimulatedApp app)
    {
        using var client = server.Client(key: null);
        using var request = new PushSigner(app).Push(new PushBuilder(app, "oUser").Text("hi")).ToMessage(app.PushUrl);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
