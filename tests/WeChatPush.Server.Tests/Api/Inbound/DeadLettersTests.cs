using System.Net;
using System.Text.Json;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Inbound;

public sealed class DeadLettersTests
{
    private const string Letters = "/api/v1/apps/shop/dead-letters";

    [Fact]
    public async Task Groups_OfWhatDied_HaveTheReasonWithoutWhatIsOfOnePush()
    {
        using var server = await StartAsync();
        using var viewer = server.Client(RoleKeys.Viewer);
        await DieAsync(server, 2, 47003);
        await DieAsync(server, 1, 40037);

        var groups = await viewer.JsonAsync($"{Letters}/groups");

        groups.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        groups.TryGetProperty("searchedUntil", out _).ShouldBeFalse();
        var first = groups.GetProperty("items")[0];
        first.GetProperty("count").GetInt32().ShouldBe(2);
        first.GetProperty("reason").GetString()!.ShouldContain("failed 47003");
        first.GetProperty("samples").GetArrayLength().ShouldBe(2);
        first.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetInt32()).ShouldBe(2);
        first.GetProperty("first").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(first.GetProperty("last").GetDateTimeOffset());
        groups.GetProperty("items").GetArrayLength().ShouldBe(2);
        (await viewer.JsonAsync($"{Letters}/groups?limit=1")).GetProperty("left").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Discard_OfAGroup_EndsItsPushes_LeavesOthers_AndIsAudited()
    {
        using var server = await StartAsync();
        using var olga = server.Client(RoleKeys.Operator);
        await DieAsync(server, 3, 47003);
        await DieAsync(server, 1, 40037);
        var group = (await olga.JsonAsync($"{Letters}/groups")).GetProperty("items")[0].GetProperty("key").GetString();
        var body = $$"""{"filter":{"group":"{{group}}"},"reason":"over"}""";

        using var counted = await olga.PostAsync($"{Letters}/discard", body.Replace("{\"filter\"", "{\"dryRun\":true,\"filter\""));
        (await counted.JsonAsync(HttpStatusCode.OK)).ToString().ShouldBe("""{"count":3}""");
        using var response = await olga.PostAsync($"{Letters}/discard", body);
        var operation = await response.JsonAsync(HttpStatusCode.Accepted);

        var path = response.Headers.Location!.ToString();
        path.ShouldBe($"/api/v1/operations/{operation.GetProperty("id").GetString()}");
        (operation.GetProperty("kind").GetString(), operation.GetProperty("state").GetString(), operation.GetProperty("total").GetInt32())
            .ShouldBe(("discard", "running", 3));
        operation.GetProperty("etaSeconds").GetInt32().ShouldBe(1);
        var ended = await UntilEndedAsync(olga, path);
        (ended.GetProperty("state").GetString(), ended.GetProperty("done").GetInt32(), ended.GetProperty("failed").GetInt32())
            .ShouldBe(("finished", 3, 0));
        ended.TryGetProperty("etaSeconds", out _).ShouldBeFalse();

        (await olga.JsonAsync("/api/v1/apps/shop/messages?state=dead")).GetProperty("items").GetArrayLength().ShouldBe(1);
        var id = (await olga.JsonAsync("/api/v1/apps/shop/messages?state=done")).GetProperty("items")[0].GetProperty("id").GetString();
        var last = (await olga.JsonAsync($"/api/v1/apps/shop/messages/{id}")).GetProperty("timeline").EnumerateArray().Last();
        (last.GetProperty("what").GetString(), last.GetProperty("detail").GetString()).ShouldBe(("discarded", "by olga: over"));
        using var admin = server.Client(RoleKeys.Admin);
        var entry = (await admin.JsonAsync("/api/v1/audit?action=deadLetters.discard")).GetProperty("items")[0];
        (entry.GetProperty("actor").GetString(), entry.GetProperty("reason").GetString()).ShouldBe(("olga", "over"));
        entry.GetProperty("after").GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Replay_WithAFilter_IsAnOperation_AndRunsThePushesAgain()
    {
        using var server = await StartAsync();
        using var olga = server.Client(RoleKeys.Operator);
        await DieAsync(server, 2, 47003);

        using var response = await olga.PostAsync(
            $"{Letters}/replay", """{"filter":{"openId":"openid-0"},"since":"2020-01-01T00:00:00Z","rate":50,"reason":"openid-0 asked"}""");
        var operation = await response.JsonAsync(HttpStatusCode.Accepted);
        (operation.GetProperty("total").GetInt32(), operation.GetProperty("rate").GetInt32()).ShouldBe((1, 50));

        await server.WeChat.WaitForSendsAsync(3);
        var ended = await UntilEndedAsync(olga, response.Headers.Location!.ToString());
        ended.GetProperty("done").GetInt32().ShouldBe(1);
        ended.ToString().ShouldNotContain("openid-0");
        (await olga.JsonAsync("/api/v1/apps/shop/messages?state=dead")).GetProperty("items").GetArrayLength().ShouldBe(1);
        using var later = await olga.PostAsync($"{Letters}/replay", """{"filter":{},"since":"2100-01-01T00:00:00Z","dryRun":true}""");
        (await later.JsonAsync(HttpStatusCode.OK)).GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_OfASlowOperation_EndsIt_AndASecondIsRefused()
    {
        using var server = await StartAsync();
        using var olga = server.Client(RoleKeys.Operator);
        await DieAsync(server, 5, 47003);
        using var response = await olga.PostAsync($"{Letters}/discard", """{"filter":{},"rate":1}""");
        var path = (await response.JsonAsync(HttpStatusCode.Accepted)) is var operation ? response.Headers.Location!.ToString() : "";

        using var cancel = await olga.PostAsync($"{path}/cancel", content: null);
        var cancelled = await cancel.JsonAsync(HttpStatusCode.Accepted);
        cancelled.GetProperty("state").GetString().ShouldBe("cancelled");
        var done = cancelled.GetProperty("done").GetInt32();
        done.ShouldBeLessThan(5);
        using var again = await olga.PostAsync($"{path}/cancel", content: null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await olga.JsonAsync("/api/v1/apps/shop/messages?state=dead")).GetProperty("items").GetArrayLength().ShouldBe(5 - done);
        // One as slow finds all that the cancelled one left: that has done nothing more.
        using var rest = await olga.PostAsync($"{Letters}/discard", """{"filter":{},"rate":1}""");
        (await UntilEndedAsync(olga, rest.Headers.Location!.ToString())).GetProperty("done").GetInt32().ShouldBe(5 - done);
        using var admin = server.Client(RoleKeys.Admin);
        (await admin.JsonAsync("/api/v1/audit?action=operation.cancel")).GetProperty("items").GetArrayLength().ShouldBe(1);
        operation.GetProperty("id").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Operations_AreListedByPages_AndAKeySeesItsAppsAlone()
    {
        using var server = await StartAsync();
        using var viewer = server.Client(RoleKeys.Viewer);
        using var olga = server.Client(RoleKeys.Operator);
        foreach (var app in new[] { "shop", "cafe", "shop" })
            (await olga.PostAsync($"/api/v1/apps/{app}/dead-letters/discard", """{"filter":{}}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var page = await viewer.JsonAsync("/api/v1/operations?limit=2");
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("app").GetString()).ShouldBe(["shop", "cafe"]);
        page = await viewer.JsonAsync($"/api/v1/operations?limit=2&cursor={page.GetProperty("next").GetString()}");
        var oldest = page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString();
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await viewer.JsonAsync("/api/v1/operations?app=cafe")).GetProperty("items").GetArrayLength().ShouldBe(1);

        using var cafe = server.Client(RoleKeys.CafeAdmin);
        (await cafe.JsonAsync("/api/v1/operations")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await cafe.GetAsync($"/api/v1/operations/{oldest}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await cafe.PostAsync($"/api/v1/operations/{oldest}/cancel", content: null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await cafe.GetAsync("/api/v1/operations?app=shop")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.GetAsync("/api/v1/operations?cursor=x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await viewer.PostAsync($"/api/v1/operations/{oldest}/cancel", content: null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("{}", "filter")]
    [InlineData("""{"filter":{},"rate":0}""", "rate")]
    [InlineData("""{"filter":{},"rate":10001}""", "rate")]
    [InlineData("""{"filter":{"group":""}}""", "filter.group")]
    [InlineData("""{"filter":{"groups":"x"}}""", "filter.groups")]
    [InlineData("""{"filter":{},"since":"yesterday"}""", "since")]
    public async Task Discard_WhenTheBodyIsWrong_Is400(string body, string field)
    {
        using var server = await StartAsync();
        using var olga = server.Client(RoleKeys.Operator);

        using var response = await olga.PostAsync($"{Letters}/discard", body);

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    private static Task<ServerUnderTest> StartAsync() => RoleKeys.StartAsync(("Apps:shop:Rules:0:Send:Text", "hello"));

    private static async Task DieAsync(ServerUnderTest server, int count, int errCode)
    {
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = errCode, Times = count });
        for (var i = 0; i < count; i++)
            await server.PushAsync(new PushBuilder(server.Shop, $"openid-{i}").Text("hi"), state: "dead");
    }

    private static async Task<JsonElement> UntilEndedAsync(HttpClient client, string path)
    {
        JsonElement operation = default;
        await Eventually.TrueAsync(
            async () => (operation = await client.JsonAsync(path)).GetProperty("state").GetString() != "running",
            () => $"it goes on: {operation}");
        return operation;
    }
}
