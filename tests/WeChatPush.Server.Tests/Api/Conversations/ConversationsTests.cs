using System.Net;
using System.Text;
using System.Text.Json;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Conversations;

public sealed class ConversationsTests
{
    private const string App = "/api/v1/apps/shop";
    private const string User = "openid-1";

    [Fact]
    public async Task Conversations_ShowWhoWaits_UntilTheUserIsAnswered()
    {
        using var server = await RoleKeys.StartAsync();
        using var client = server.Client(RoleKeys.Operator);
        using var viewer = server.Client(RoleKeys.Viewer);
        await server.PushAsync(new PushBuilder(server.Shop, User).Text("在吗 hello"));
        await server.PushAsync(new PushBuilder(server.Shop, "openid-2").EnterSession());

        var waiting = await WaitForAsync(client, $"{App}/conversations?state=waiting", page => page.GetProperty("items").GetArrayLength() == 1);
        var one = waiting.GetProperty("items")[0];
        one.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["openId", "lastAt", "lastKind", "lastText", "waitingSince", "openUntil", "left"], ignoreOrder: true);
        (one.GetProperty("openId").GetString(), one.GetProperty("lastKind").GetString(), one.GetProperty("lastText").GetString())
            .ShouldBe((User, "text", "在吗 hello"));
        one.GetProperty("left").GetInt32().ShouldBe(5);
        one.GetProperty("waitingSince").GetString().ShouldBe(one.GetProperty("lastAt").GetString());
        (await viewer.JsonAsync($"{App}/conversations")).GetProperty("items")[0].GetProperty("lastText").GetString().ShouldBe("•••");

        await PostAsync(client, $"{App}/customer-messages", $$$"""{"touser":"{{{User}}}","msgtype":"text","text":{"content":"您好"}}""");

        (await client.JsonAsync($"{App}/conversations?state=waiting")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.JsonAsync($"{App}/users/{User}/window")).GetProperty("left").GetInt32().ShouldBe(4);

        var entries = (await client.JsonAsync($"{App}/conversations/{User}")).GetProperty("items");
        entries.Texts("direction").ShouldBe(["out", "in"]);
        entries.Texts("text").ShouldBe(["您好", "在吗 hello"]);
        entries.Texts("kind").ShouldBe(["text", "text"]);
        entries[0].GetProperty("outcome").GetString().ShouldBe("sent");
        entries[0].GetProperty("messageId").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.JsonAsync($"{App}/messages/{entries[1].GetProperty("messageId")}")).GetProperty("openId").GetString().ShouldBe(User);

        var masked = await viewer.JsonAsync($"{App}/conversations/{User}");
        masked.GetProperty("items").Texts("text").ShouldBe(["•••", "•••"]);
        masked.ToString().ShouldNotContain("您好");
        masked.ToString().ShouldNotContain("hello");

        var first = await client.JsonAsync($"{App}/conversations/{User}?limit=1");
        var second = await client.JsonAsync($"{App}/conversations/{User}?limit=1&cursor={first.GetProperty("next")}");
        second.GetProperty("items").Texts("direction").ShouldBe(["in"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Done_EndsTheWaiting_AndIsForOperators()
    {
        using var server = await RoleKeys.StartAsync();
        using var client = server.Client(RoleKeys.Operator);
        using var viewer = server.Client(RoleKeys.Viewer);
        await server.PushAsync(new PushBuilder(server.Shop, User).Text("hi"));
        await WaitForAsync(client, $"{App}/conversations?state=waiting", page => page.GetProperty("items").GetArrayLength() == 1);

        (await viewer.PostAsync($"{App}/conversations/{User}/done", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsync($"{App}/conversations/nobody/done", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsync($"{App}/conversations/{User}/done", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await client.JsonAsync($"{App}/conversations?state=waiting")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await client.JsonAsync($"{App}/conversations?state=all")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Window_OfAUserNeverSeen_IsNull()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var window = await client.JsonAsync($"{App}/users/{User}/window");

        window.ToString().ShouldBe("""{"openUntil":null,"left":null}""");
    }

    [Theory]
    [InlineData("conversations?state=lost", "state")]
    [InlineData("conversations?cursor=x", "cursor")]
    [InlineData("conversations/openid-1?cursor=x", "cursor")]
    public async Task List_WhenAParameterIsWrong_Is400ThatNamesIt(string path, string parameter)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync($"{App}/{path}");

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject()
            .ShouldHaveSingleItem().Name.ShouldBe(parameter);
    }

    [Fact]
    public async Task Typing_CallsWeChat()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var shown = await PostAsync(client, $"{App}/typing", $$"""{"openId":"{{User}}","typing":true}""");
        await PostAsync(client, $"{App}/typing", $$"""{"openId":"{{User}}","typing":false}""");

        shown.GetProperty("outcome").GetString().ShouldBe("sent");
        server.WeChat.Calls.All.Where(call => call.Api == FakeApis.Typing)
            .Select(call => call.Json.GetProperty("command").GetString()).ShouldBe(["Typing", "CancelTyping"]);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        return await response.JsonAsync(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> WaitForAsync(HttpClient client, string path, Func<JsonElement, bool> isThere)
    {
        JsonElement answer = default;
        await Eventually.TrueAsync(async () => isThere(answer = await client.JsonAsync(path)), () => answer.ToString());
        return answer;
    }
}
