using System.Net;
using System.Text.Json;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Keys;

/// <summary>Keys that are made at run time.</summary>
public sealed class KeysTests
{
    private const string Keys = "/api/v1/keys";

    [Fact]
    public async Task Create_ShowsTheKeyOnce_AndItHoldsAtOnce_UntilItIsRemoved()
    {
        using var server = await RoleKeys.StartAsync();
        using var client = server.Client(RoleKeys.Admin);

        using var created = await client.PostAsync(Keys, """{"name":"night shift","role":"operator","apps":["cafe"]}""");
        var made = await created.JsonAsync(HttpStatusCode.Created);
        var key = made.GetProperty("key").GetString()!;
        created.Headers.CacheControl!.NoStore.ShouldBeTrue();
        created.Headers.Location!.ToString().ShouldBe($"{Keys}/night%20shift");
        using var own = server.Client(key);

        (await own.JsonAsync("/api/v1/apps")).GetProperty("items").Texts("name").ShouldBe(["cafe"]);
        (await own.GetAsync(Keys)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var listed = (await client.JsonAsync(Keys)).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "night shift");
        listed.ToString().ShouldNotContain(key[8..]);
        listed.TryGetProperty("key", out _).ShouldBeFalse();
        listed.GetProperty("prefix").GetString().ShouldBe(key[..8]);
        listed.GetProperty("source").GetString().ShouldBe("store");
        listed.GetProperty("createdBy").GetString().ShouldBe("ada");
        listed.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.String);

        (await client.DeleteAsync(created.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await own.GetAsync("/api/v1/apps")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.DeleteAsync(created.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.Log.Text.ShouldNotContain(key);
    }

    [Fact]
    public async Task List_HasThoseOfTheConfiguration_WithoutAnyPartOfThem_AndTheyCannotBeRemoved()
    {
        using var server = await RoleKeys.StartAsync();
        using var client = server.Client(RoleKeys.Admin);

        var first = await client.JsonAsync($"{Keys}?limit=3");
        var second = await client.JsonAsync($"{Keys}?limit=3&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");

        JsonElement[] all = [.. first.GetProperty("items").EnumerateArray(), .. second.GetProperty("items").EnumerateArray()];
        all.Select(key => key.GetProperty("name").GetString()!.Split("admin key ")[0]).ShouldBe(["ada", "", "cafe admin", "olga", "viola"]);
        all.ShouldAllBe(key => key.GetProperty("source").GetString() == "configuration" && key.GetProperty("prefix").ValueKind == JsonValueKind.Null);
        all.Select(key => key.GetProperty("role").GetString()).ShouldBe(["admin", "admin", "admin", "operator", "viewer"]);
        var answer = await (await client.DeleteAsync($"{Keys}/olga")).JsonAsync(HttpStatusCode.Conflict);
        answer.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("WeChatPush:AdminKeys");
        (await client.PostAsync(Keys, """{"name":"Olga","role":"viewer"}""")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task List_WithoutConfiguredKeys_HasTheOneOfTheFile()
    {
        using var server = await ServerUnderTest.StartAsync(("AdminKeys:0", null));
        server.StartServer();
        using var client = server.Client((await File.ReadAllTextAsync(Path.Combine(server.DataDirectory, "admin-key"))).Trim());

        var key = (await client.JsonAsync(Keys)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

        (key.GetProperty("source").GetString(), key.GetProperty("role").GetString()).ShouldBe(("file", "admin"));
    }

    [Theory]
    [InlineData("{}", "name", "role")]
    [InlineData("""{"name":"a","role":"owner"}""", "role")]
    [InlineData("""{"name":"a/b","role":"viewer"}""", "name")]
    [InlineData("""{"name":"admin key 12345678","role":"viewer"}""", "name")]
    [InlineData("""{"name":"a","role":"viewer","apps":[]}""", "apps")]
    [InlineData("""{"name":"a","role":"viewer","apps":["shop","The Shop"]}""", "apps[1]")]
    [InlineData("""{"name":"a","role":"viewer","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"a","role":"viewer","key":"my-own-key-of-old"}""", "key")]
    public async Task Create_WhenTheBodyIsWrong_NamesTheFields(string body, params string[] fields)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var problem = await (await client.PostAsync(Keys, body)).JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task Keys_OfAnAdminOfSomeApps_AreThoseOfTheseApps()
    {
        using var server = await RoleKeys.StartAsync();
        using var root = server.Client(RoleKeys.Admin);
        using var cafe = server.Client(RoleKeys.CafeAdmin);
        (await root.PostAsync(Keys, """{"name":"everywhere","role":"viewer"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);

        foreach (var apps in new[] { "", ""","apps":["shop"]""", ""","apps":["cafe","shop"]""" })
        {
            var refusal = await (await cafe.PostAsync(Keys, $$"""{"name":"mine","role":"viewer"{{apps}}}""")).JsonAsync(HttpStatusCode.Forbidden);
            refusal.GetProperty("detail").GetString().ShouldNotBeNull().ShouldEndWith("for no others: cafe.");
        }

        (await cafe.PostAsync(Keys, """{"name":"mine","role":"admin","apps":["cafe"]}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await cafe.JsonAsync(Keys)).GetProperty("items").Texts("name").ShouldBe(["cafe admin", "mine"]);
        (await cafe.DeleteAsync($"{Keys}/everywhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await cafe.DeleteAsync($"{Keys}/olga")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await cafe.DeleteAsync($"{Keys}/mine")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await root.JsonAsync(Keys)).GetProperty("items").Texts("name").ShouldContain("everywhere");
    }
}
