using System.Net;
using System.Text;
using System.Text.Json;
using WeChatPush.TestSupport.Server;
using static WeChatPush.Server.Tests.Api.Campaigns.CampaignsTests;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary>What a campaign would send, and what is changed of one that is there.</summary>
public sealed class CampaignPreviewTests
{
    private const string Campaigns = "/api/v1/apps/shop/campaigns";

    [Fact]
    public async Task Preview_OfAList_ShowsTheMessages_CountsWhoIsPassedOver_AndStoresNothing()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, "oA", "oB", "oD");
        const string recipients =
            """
            {"openId":"oA","values":{"name":"小明"}},{"openId":"oB","values":{"name":"这个名字有二十多个字所以它长得不能放进这个字段里面"}},
            {"openId":"oC","values":{"name":"小红"}},{"openId":"oD"},{"openId":"oA","values":{"name":"again"}}
            """;
        var plan = Plan("{name}", $$"""{"kind":"list","recipients":[{{recipients}}]}""");

        var preview = await (await client.PostAsync($"{Campaigns}/preview?samples=4", Body(plan))).JsonAsync(HttpStatusCode.OK);

        Number(preview, "total").ShouldBe(4);
        Number(preview, "repeated").ShouldBe(1);
        Number(preview, "missingValues").ShouldBe(1);
        Number(preview, "unsendable").ShouldBe(2);
        Number(preview, "noCredit").ShouldBe(1);
        Number(preview, "creditsChecked").ShouldBe(4);
        var samples = preview.GetProperty("samples");
        samples.Texts("openId").ShouldBe(["oA", "oB", "oC", "oD"]);
        samples[0].GetProperty("data").GetProperty("thing1").GetString().ShouldBe("小明");
        samples[0].GetProperty("complaint").ValueKind.ShouldBe(JsonValueKind.Null);
        samples[1].GetProperty("complaint").GetString()!.ShouldContain("thing1");
        samples[3].GetProperty("complaint").GetString()!.ShouldContain("{name}");
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(0);
        server.WeChat.Calls.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Preview_OfEveryone_CountsWhoCanBeReached()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, "oA", "oB");

        var preview = await (await client.PostAsync($"{Campaigns}/preview", Body(Plan("你好", """{"kind":"everyone"}""")))).JsonAsync(HttpStatusCode.OK);

        Number(preview, "total").ShouldBe(2);
        preview.GetProperty("samples").Texts("openId").Order().ShouldBe(["oA", "oB"]);
    }

    [Fact]
    public async Task Preview_OfAForm_ReadsItsCsv()
    {
        using var server = await StartAsync();
        using var client = server.Client();

        var preview = await (await client.PostAsync($"{Campaigns}/preview", Form(Plan("{name}"), "openId,name\noA,明\n"))).JsonAsync(HttpStatusCode.OK);

        preview.GetProperty("samples")[0].GetProperty("data").GetProperty("thing1").GetString().ShouldBe("明");
    }

    [Theory]
    [InlineData("?samples=21", "samples")]
    [InlineData("?samples=x", "samples")]
    [InlineData("", "data.thing1.value")]
    public async Task Preview_OfWhatCouldNotBeMade_IsTheSameMistake(string query, string field)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var plan = Plan("{nmae}", """{"kind":"list","recipients":[{"openId":"oA","values":{"name":"x"}}]}""");

        var problem = await (await client.PostAsync($"{Campaigns}/preview{query}", Body(plan))).JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task Rate_OfACampaignThatRuns_IsChanged_AndAudited_AndOfOneThatEndedItIsNot()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, "oA", "oB", "oC");
        var plan = Plan("你好", """{"kind":"list","recipients":[{"openId":"oA"},{"openId":"oB"},{"openId":"oC"}]}""").Replace("\"rate\":100", "\"rate\":0.01");
        var id = (await (await client.PostAsync(Campaigns, Body(plan))).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);

        foreach (var wrong in (string[])["{}", """{"rate":0}""", """{"rate":100000}""", """{"rate":"5"}"""])
            await (await client.PatchAsync($"{Campaigns}/{id}", Body(wrong))).JsonAsync(HttpStatusCode.BadRequest);
        var changed = await (await client.PatchAsync($"{Campaigns}/{id}", Body("""{"rate":50}"""))).JsonAsync(HttpStatusCode.OK);
        changed.GetProperty("rate").GetDouble().ShouldBe(50);
        await FinishedAsync(client, id);

        await (await client.PatchAsync($"{Campaigns}/{id}", Body("""{"rate":5}"""))).JsonAsync(HttpStatusCode.Conflict);
        await (await client.PatchAsync($"{Campaigns}/{Guid.NewGuid():N}", Body("""{"rate":5}"""))).JsonAsync(HttpStatusCode.NotFound);
        var entry = (await client.JsonAsync("/api/v1/audit?action=campaign.rate")).GetProperty("items")[0];
        (entry.GetProperty("before").GetProperty("rate").GetDouble(), entry.GetProperty("after").GetProperty("rate").GetDouble()).ShouldBe((0.01, 50));
    }

    private static long Number(JsonElement preview, string name) => preview.GetProperty(name).GetInt64();

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
