using System.Net;
using System.Text;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Bookmarks;

public sealed class BookmarksTests
{
    private const string App = "/api/v1/apps/shop";
    private const string User = "openid-1";

    [Fact]
    public async Task Bookmark_KeepsAPushUnderItsName_UntilItIsForgotten()
    {
        using var server = await RoleKeys.StartAsync();
        using var client = server.Client(RoleKeys.Operator);
        using var viewer = server.Client(RoleKeys.Viewer);
        using var admin = server.Client(RoleKeys.Admin);
        var id = await PushAsync(server, client, "hello there");

        var saved = await SaveAsync(client, id, "a complaint");
        saved.GetProperty("message").GetProperty("Content").GetString().ShouldBe("hello there");
        await SaveAsync(client, id, "b");
        await SaveAsync(client, id, "a complaint");

        var all = (await client.JsonAsync($"{App}/bookmarks")).GetProperty("items");
        all.Texts("name").ShouldBe(["a complaint", "b"]);
        all[0].EnumerateObject().Select(member => member.Name).ShouldBe(
            ["name", "savedAt", "messageId", "openId", "msgType", "event", "message", "raw"], ignoreOrder: true);
        all.Texts("messageId").ShouldBe([id, id]);
        all[0].GetProperty("raw").GetString()!.ShouldContain("hello there");
        (await viewer.JsonAsync($"{App}/bookmarks")).ToString().ShouldNotContain("hello there");

        (await client.DeleteAsync($"{App}/bookmarks/b")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.DeleteAsync($"{App}/bookmarks/b")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.DeleteAsync($"{App}/bookmarks/b")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.JsonAsync($"{App}/bookmarks")).GetProperty("items").Texts("name").ShouldBe(["a complaint"]);
    }

    [Fact]
    public async Task Bookmark_OfAUserWhoIsErased_Goes_AndSoDoesTheConversation()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var id = await PushAsync(server, client, "hello there");
        await SaveAsync(client, id, "a");
        using var message = Json($$$"""{"touser":"{{{User}}}","msgtype":"text","text":{"content":"hi"}}""");
        (await client.PostAsync($"{App}/customer-messages", message)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var response = await client.DeleteAsync($"{App}/users/{User}");
        var erased = await response.JsonAsync(HttpStatusCode.OK);

        erased.GetProperty("bookmarks").GetInt32().ShouldBe(1);
        erased.GetProperty("sent").GetInt32().ShouldBe(1);
        (await client.JsonAsync($"{App}/bookmarks")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.JsonAsync($"{App}/conversations/{User}")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.JsonAsync($"{App}/conversations")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\nb")]
    public async Task Bookmark_WithAWrongName_Is400(string name)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var body = Json($$"""{"name":"{{name}}"}""");

        using var response = await client.PostAsync($"{App}/messages/0123456789abcdef0123456789abcdef/bookmark", body);

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject()
            .ShouldHaveSingleItem().Name.ShouldBe("name");
    }

    [Fact]
    public async Task Bookmark_BeyondWhatIsKept_Is409()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var id = await PushAsync(server, client, "hi");
        for (var i = 0; i < WeChatPush.Bookmarks.Bookmark.MaxPerApp; i++)
            await SaveAsync(client, id, $"b{i}");

        using var body = Json("""{"name":"one more"}""");
        using var response = await client.PostAsync($"{App}/messages/{id}/bookmark", body);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private static async Task<string> PushAsync(ServerUnderTest server, HttpClient client, string text)
    {
        await server.PushAsync(new PushBuilder(server.Shop, User).Text(text));
        return (await client.JsonAsync($"{App}/messages")).GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private static async Task<System.Text.Json.JsonElement> SaveAsync(HttpClient client, string id, string name)
    {
        using var body = Json($$"""{"name":"{{name}}"}""");
        using var response = await client.PostAsync($"{App}/messages/{id}/bookmark", body);
        return await response.JsonAsync(HttpStatusCode.OK);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
