using System.Net;
using System.Text;
using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary>The places in a campaign's texts, and what its view and its recipients say of it.</summary>
public sealed class CampaignPlacesTests
{
    private const string Campaigns = "/api/v1/apps/shop/campaigns";

    [Theory]
    [InlineData("{typo}")]
    [InlineData("{openId}")]
    [InlineData("{ name }")]
    [InlineData("{{name}}")]
    [InlineData("${name}")]
    [InlineData("｛name｝")]
    [InlineData("{1}")]
    public async Task Create_OfAPlaceThatNoRecipientFills_Is400_AndMakesNothing(string text)
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(
            Campaigns, CampaignsTests.Form(CampaignsTests.Plan(text), "openId,name,1\noA,x,y\n"));

        var errors = (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["data.thing1.value"]);
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Create_OfAPlaceThatSomeLack_SaysHowMany_AndFailsThose()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA", "oB", "oC");

        // The second line of oA is no recipient, so what it lacks does not count, and what oB has in it does not either.
        using var response = await client.PostAsync(
            Campaigns,
            CampaignsTests.Form(CampaignsTests.Plan("{name}"), "openId,name\noA,x\noB,\noA,\noC,\noB,late\n"));

        var campaign = await response.JsonAsync(HttpStatusCode.Created);
        campaign.GetProperty("missingValues").GetInt64().ShouldBe(2);
        var id = campaign.GetProperty("id").GetString()!;
        (await client.JsonAsync($"{Campaigns}/{id}")).TryGetProperty("missingValues", out _).ShouldBeFalse();
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await CampaignsTests.FinishedAsync(client, id);
        (await client.JsonAsync($"{Campaigns}/{id}/recipients?outcome=failed"))
            .GetProperty("items").Texts("reason").ShouldBe(["missingValue", "missingValue"]);
    }

    [Fact]
    public async Task Send_OfAPageWithValues_EncodesThem()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA");
        var plan = CampaignsTests.Plan("你好")[..^1] + ""","page":"pages/{where}?n={name}&fixed=a b"}""";

        using var response = await client.PostAsync(
            Campaigns, CampaignsTests.Form(plan, "openId,name,where\noA,a&b=中文 c,shop/a?b\n"));
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await CampaignsTests.FinishedAsync(client, id);

        server.WeChat.Calls.Sends.ShouldHaveSingleItem().Json.GetProperty("page").GetString()
            .ShouldBe("pages/shop/a%3Fb?n=a%26b%3D%E4%B8%AD%E6%96%87%20c&fixed=a b");
    }

    [Fact]
    public async Task Create_WithEverySetting_ShowsAndSendsIt()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA");
        var plan = CampaignsTests.Plan("你好", """{"kind":"list","recipients":[{"openId":"oA"}]}""")[..^1] + """
            ,"miniprogramState":"trial","lang":"zh_HK","startAt":"2126-11-21T16:00:00+08:00",
            "limits":{"perUserPerDay":3,"quietHours":{"from":"22:00","to":"08:30","utcOffset":"-03:30","then":"skip"}}}
            """;

        using var response = await client.PostAsync(Campaigns, new StringContent(plan, Encoding.UTF8, "application/json"));

        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var view = await client.JsonAsync($"{Campaigns}/{id}");
        view.GetProperty("limits").ToString().ShouldBe(
            """{"perUserPerDay":3,"quietHours":{"from":"22:00","to":"08:30","utcOffset":"-03:30","then":"skip"}}""");
        (view.GetProperty("miniprogramState").GetString(), view.GetProperty("lang").GetString()).ShouldBe(("trial", "zh_HK"));
        view.GetProperty("startAt").GetString().ShouldBe("2126-11-21T08:00:00Z");
        view.GetProperty("dryRun").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Run_WithAVersionAndALanguage_SendsThem_AndKeepsTheIdOfEachMessage()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA");
        var plan = CampaignsTests.Plan("你好", """{"kind":"everyone"}""")[..^1]
            + ""","miniprogramState":"developer","lang":"en_US"}""";
        using var response = await client.PostAsync(Campaigns, new StringContent(plan, Encoding.UTF8, "application/json"));
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await CampaignsTests.FinishedAsync(client, id);

        var call = server.WeChat.Calls.Sends.ShouldHaveSingleItem();
        call.Json.GetProperty("miniprogram_state").GetString().ShouldBe("developer");
        call.Json.GetProperty("lang").GetString().ShouldBe("en_US");
        (await client.JsonAsync($"{Campaigns}/{id}/recipients")).GetProperty("items").Texts("msgId")
            .ShouldBe([$"{call.MsgId}"]);
    }

    [Fact]
    public async Task Pause_AfterTooManyCallsInAMinute_SaysSo_AndGoesOnByItself()
    {
        using var server = await CampaignsTests.StartAsync(("Sending:RatePause", "00:00:03"));
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA");
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, ErrCode = 45011, Times = 1 });
        using var response = await client.PostAsync(
            Campaigns, new StringContent(CampaignsTests.Plan("你好", """{"kind":"everyone"}"""), Encoding.UTF8, "application/json"));
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);

        JsonElement campaign = default;
        await Eventually.TrueAsync(
            async () => (campaign = await client.JsonAsync($"{Campaigns}/{id}")).GetProperty("state").GetString() == "paused",
            () => campaign.ToString(),
            TimeSpan.FromSeconds(30));
        campaign.GetProperty("pausedReason").GetString().ShouldBe("rate");
        campaign.GetProperty("resumesAt").GetDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddSeconds(4));
        (await CampaignsTests.FinishedAsync(client, id)).GetProperty("counts").GetProperty("sent").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Create_WithAStartThatIsOver_IsRefusedWithAKeyToo()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "november");
        var plan = CampaignsTests.Plan("你好")[..^1] + ""","startAt":"2025-01-01T00:00:00Z"}""";

        using var response = await client.PostAsync(Campaigns, CampaignsTests.Form(plan, "openId\noA\n"));

        var errors = (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["startAt"]);
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
