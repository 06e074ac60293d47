using System.Net;
using System.Text.Json;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class CreditsTests
{
    private const string Credits = "/api/v1/apps/shop/credits";

    [Fact]
    public async Task Post_OfFormIds_CountsTheNewOnes()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var soon = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();

        var body = $$"""
            {"openId":"oUser","formIds":[{"formId":"f1"},{"formId":"f2","expireAt":"2999-01-01T00:00:00Z"},
             {"formId":"f3","expireAt":{{soon}}},{"formId":"gone","expireAt":"2020-01-01T00:00:00Z"},{"formId":"f1"}]}
            """;
        (await CountAsync(client, body)).ShouldBe(3);
        (await CountAsync(client, body)).ShouldBe(0);

        var formIds = (await client.JsonAsync($"{Credits}/oUser")).GetProperty("formIds");
        formIds.GetProperty("usable").GetInt32().ShouldBe(3);
        formIds.GetProperty("reserved").GetInt32().ShouldBe(0);
        formIds.GetProperty("nextExpiry").GetDateTimeOffset().ToUnixTimeSeconds().ShouldBe(soon);
    }

    [Fact]
    public async Task Post_OfAPopUp_WhereTheAppCountsFromPushes_Is200AndCountsNothing()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        (await CountAsync(client, """{"openId":"oUser","subscribe":{"tpl":"accept"}}""")).ShouldBe(0);
    }

    [Fact]
    public async Task Post_OfAPopUp_WhereTheAppCountsFromItsClient_Counts()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var client = server.Client();

        var body = """
            {"openId":"oUser",
             "subscribe":{"errMsg":"requestSubscribeMessage:ok","tpl-a":"accept","tpl-b":"reject","x":1}}
            """;
        (await CountAsync(client, body, "r1")).ShouldBe(1);
        (await CountAsync(client, body, "r1")).ShouldBe(0);

        var balance = await client.JsonAsync($"{Credits}/oUser");
        balance.GetProperty("openId").GetString().ShouldBe("oUser");
        var permit = balance.GetProperty("subscribe").GetProperty("tpl-a");
        permit.GetProperty("usable").GetInt32().ShouldBe(1);
        permit.GetProperty("longTerm").GetBoolean().ShouldBeFalse();
        balance.GetProperty("subscribe").EnumerateObject().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Get_OfTheTotals_CountsCreditsAndUsers()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var client = server.Client();
        await CountAsync(client, """{"openId":"oOne","subscribe":{"tpl-a":"accept","tpl-b":"accept"}}""");
        await CountAsync(client, """{"openId":"oOne","subscribe":{"tpl-a":"accept"}}""");
        await CountAsync(client, """{"openId":"oTwo","formIds":[{"formId":"f1"},{"formId":"f2"}]}""");

        var totals = await client.JsonAsync(Credits);

        totals.GetProperty("users").GetInt32().ShouldBe(2);
        totals.GetProperty("formIds").GetProperty("credits").GetInt32().ShouldBe(2);
        totals.GetProperty("formIds").GetProperty("users").GetInt32().ShouldBe(1);
        var template = totals.GetProperty("templates")[0];
        template.GetProperty("templateId").GetString().ShouldBe("tpl-a");
        template.GetProperty("credits").GetInt32().ShouldBe(2);
        template.GetProperty("users").GetInt32().ShouldBe(1);
        (await client.JsonAsync("/api/v1/apps/cafe/credits")).GetProperty("users").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Get_OfAUserNeverSeen_IsABalanceOfNothing()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var balance = await client.JsonAsync($"{Credits}/oNobody");

        balance.GetProperty("formIds").GetProperty("nextExpiry").ValueKind.ShouldBe(JsonValueKind.Null);
        balance.GetProperty("subscribe").EnumerateObject().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "openId")]
    [InlineData("""{"openId":"oUser"}""", "body")]
    [InlineData("""{"openId":7,"formIds":[]}""", "openId")]
    [InlineData("""{"openId":"o User","formIds":[]}""", "openId")]
    [InlineData("""{"openId":"oUser","formIds":"f1"}""", "formIds")]
    [InlineData("""{"openId":"oUser","formIds":["f1"]}""", "formIds[0]")]
    [InlineData("""{"openId":"oUser","formIds":[{"formId":""}]}""", "formIds[0].formId")]
    [InlineData("""{"openId":"oUser","formIds":[{"formId":"f1","expireAt":"soon"}]}""", "formIds[0].expireAt")]
    [InlineData("""{"openId":"oUser","subscribe":["tpl"]}""", "subscribe")]
    [InlineData("""{"openId":"oUser","subscribe":{"not an id":"accept"}}""", "subscribe.not an id")]
    [InlineData("""{"openId":"\ud800","formIds":[]}""", "openId")]
    public async Task Post_WhenTheBodyIsWrong_Is400ThatSaysWhere(string body, string field)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(Credits, body);

        var errors = (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task AnythingOfAnUnknownApp_Is404()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync("/api/v1/apps/nope/credits");

        await response.JsonAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task APush_AndTheClient_CountTheSameAcceptOnce()
    {
        foreach (var source in new[] { "Push", "Client" })
        {
            using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", source));
            using var client = server.Client();
            await server.PushAsync(
                new WeChatPush.Simulator.Pushing.PushBuilder(server.Shop, "oUser").SubscribePopup(("tpl", "accept")));
            await CountAsync(client, """{"openId":"oUser","subscribe":{"tpl":"accept"}}""");

            (await client.JsonAsync(Credits)).GetProperty("templates")[0].GetProperty("credits").GetInt32().ShouldBe(1);
        }
    }

    [Fact]
    public async Task APush_ThatIsHandledAgain_CountsOnce()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        var push = await server.PushAsync(
            new WeChatPush.Simulator.Pushing.PushBuilder(server.Shop, "oUser").SubscribePopup(("tpl", "accept")));
        var message = $"/api/v1/apps/shop/messages/{push.GetProperty("id").GetString()}";
        (await client.PostAsync($"{message}/replay", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync(message)).GetProperty("timeline").Texts("what").Count(Done) == 2,
            () => "the replay did not end");

        (await client.JsonAsync(Credits)).GetProperty("templates")[0].GetProperty("credits").GetInt32().ShouldBe(1);
    }

    private static bool Done(string what) => what == "done";

    private static async Task<int> CountAsync(HttpClient client, string body, string? id = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Credits)
        {
            Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        if (id is not null)
            request.Headers.Add("Idempotency-Key", id);
        using var response = await client.SendAsync(request);
        return (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("counted").GetInt32();
    }
}
