using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary>Campaigns by REST.</summary>
public sealed class CampaignsTests
{
    private const string Campaigns = "/api/v1/apps/shop/campaigns";

    [Fact]
    public async Task Create_Start_Watch()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, "oA", "oB");
        using var created = await client.PostAsync(Campaigns, Body(List("oA", "oB", "oC", "oA")));
        var campaign = await created.JsonAsync(HttpStatusCode.Created);
        var id = campaign.GetProperty("id").GetString()!;
        created.Headers.Location!.ToString().ShouldBe($"{Campaigns}/{id}");
        campaign.GetProperty("state").GetString().ShouldBe("draft");
        campaign.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(3);
        campaign.GetProperty("etaSeconds").ValueKind.ShouldBe(JsonValueKind.Null);

        var started = await (await client.PostAsync($"{Campaigns}/{id}/start", null)).JsonAsync(HttpStatusCode.Accepted);
        started.GetProperty("state").GetString().ShouldBe("running");
        (await client.PostAsync($"{Campaigns}/{id}/start", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var finished = await FinishedAsync(client, id);

        finished.GetProperty("counts").ToString().ShouldBe(
            """{"pending":0,"sent":2,"noCredit":1,"refused":0,"failed":0,"uncertain":0,"cancelled":0,"skipped":0,"total":3}""");
        finished.GetProperty("finishedAt").GetDateTimeOffset()
            .ShouldBeGreaterThanOrEqualTo(finished.GetProperty("startedAt").GetDateTimeOffset());
        var recipients = await client.JsonAsync($"{Campaigns}/{id}/recipients");
        recipients.GetProperty("items").Texts("outcome").ShouldBe(["sent", "sent", "noCredit"]);
        (await client.JsonAsync($"{Campaigns}/{id}/recipients?outcome=noCredit"))
            .GetProperty("items").Texts("openId").ShouldBe(["oC"]);
        (await client.JsonAsync(Campaigns)).GetProperty("items").Texts("id").ShouldBe([id]);
    }

    [Fact]
    public async Task Create_OfAForm_WithCsv_SendsEachHisValues()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await AcceptAsync(client, "oA", "oB");
        const string csv = "\uFEFFname,openId\r\n\"明, \"\"小\"\"\",oA\r\n\r\n红,oB\n";
        using var created = await client.PostAsync(Campaigns, Form(Plan("{name}"), csv));
        var id = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await FinishedAsync(client, id);

        server.WeChat.Calls.Sends.ToDictionary(
                call => call.OpenId!,
                call => call.Json.GetProperty("data").GetProperty("thing1").GetProperty("value").GetString())
            .ShouldBe(new Dictionary<string, string?> { ["oA"] = "明, \"小\"", ["oB"] = "红" }, ignoreOrder: true);
        using var file = await client.GetAsync($"{Campaigns}/{id}/recipients.csv");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await file.Content.ReadAsStringAsync()).Split("\r\n");
        lines[0].ShouldBe("openId,outcome,errcode,errmsg,at,reason,msgId");
        lines[1].ShouldMatch("^oA,sent,,,20[^,]*,,[0-9]{19}$");
        lines.Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("name\r\noA", "line 1")]
    [InlineData("openId,name\r\noA,x\r\noB\r\n", "line 3")]
    [InlineData("openId,name\r\noA,\"x\ny\"\r\noB,\"z\r\n", "line 4")]
    [InlineData("openId,name\r\noA,x\"y\r\n", "line 2")]
    [InlineData("openId,name\r\n,x\r\n", "line 2")]
    [InlineData("openId,openId\r\noA,oB\r\n", "line 1")]
    [InlineData("openId\r\no A\r\n", "line 2")]
    [InlineData("openId\r\n", "audience.recipients")]
    [InlineData("", "line 1")]
    public async Task Create_OfCsvThatIsWrong_NamesTheLine_AndMakesNothing(string csv, string line)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        using var response = await client.PostAsync(Campaigns, Form(Plan("你好"), csv));
        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([line]);
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"audience":{"kind":"everyone"},"data":{"thing1":{"value":"{name}"}}}""", "data.thing1.value")]
    [InlineData("""{"audience":{"kind":"everyone"},"page":"p?{id}"}""", "page")]
    [InlineData("""{"audience":{"kind":"everyone","recipients":[]}}""", "audience.recipients")]
    [InlineData("""{"audience":{"kind":"some"}}""", "audience.kind")]
    [InlineData("""{"audience":null}""", "audience")]
    [InlineData("""{"audience":{"kind":"list"}}""", "audience.recipients")]
    [InlineData("""{"audience":{"kind":"list","recipients":[]}}""", "audience.recipients")]
    [InlineData("""{"audience":{"kind":"list","recipients":[{"openId":"oA"},{}]}}""", "audience.recipients[1].openId")]
    [InlineData("""{"audience":{"kind":"list","recipients":[{"openId":"o A"}]}}""", "audience.recipients[0].openId")]
    [InlineData("""{"audience":{"kind":"list","recipients":[7]}}""", "audience.recipients[0]")]
    [InlineData("""{"data":{"thing1":{"value":"一二三四五六七八九十一二三四五六七八九十一"}}}""", "data.thing1.value")]
    [InlineData("""{"rate":0}""", "rate")]
    [InlineData("""{"rate":"fast"}""", "rate")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"startAt":"soon"}""", "startAt")]
    [InlineData("""{"startAt":"08:00"}""", "startAt")]
    [InlineData("""{"startAt":"2026-11-30 08:00"}""", "startAt")]
    [InlineData("""{"startAt":"2126-11-30T08:00:00"}""", "startAt")]
    [InlineData("""{"startAt":1795980079}""", "startAt")]
    [InlineData("""{"startAt":"2025-01-01T00:00:00Z"}""", "startAt")]
    [InlineData("""{"dry_run":true}""", "dry_run")]
    [InlineData("""{"limits":{"perUserPerday":1}}""", "limits.perUserPerday")]
    [InlineData("""{"keywords":["x"],"data":null}""", "keywords")]
    [InlineData("""{"miniprogramState":"beta"}""", "miniprogramState")]
    [InlineData("""{"kind":"template","lang":"zh_CN"}""", "lang")]
    [InlineData("""{"data":{"thing1":{"value":"你好 { name }"}}}""", "data.thing1.value")]
    [InlineData("""{"data":{"thing1":{"value":"｛name｝"}}}""", "data.thing1.value")]
    [InlineData("""{"data":{"thing1":{"value":"{1}"}}}""", "data.thing1.value")]
    [InlineData("""{"page":"p?a={}"}""", "page")]
    [InlineData("""{"kind":"both"}""", "kind")]
    [InlineData("""{"dryRun":"yes"}""", "dryRun")]
    [InlineData("""{"limits":{"perUserPerDay":0}}""", "limits.perUserPerDay")]
    [InlineData("""{"limits":{"quietHours":{"from":"22","to":"08:00"}}}""", "limits.quietHours.from")]
    [InlineData("""{"limits":{"quietHours":{"from":"22:00","to":"08:00","utcOffset":"8"}}}""", "limits.quietHours.utcOffset")]
    public async Task Create_OfWhatCannotBe_NamesTheField(string change, string field)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var plan = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Plan("你好", """{"kind":"everyone"}"""))!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!)
            plan[name] = value;
        using var response = await client.PostAsync(Campaigns, Body(JsonSerializer.Serialize(plan)));
        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"audience\":{\"kind\":\"list\",\"recipients\":[{\"openId\":\"oA\"}")]
    [InlineData("{\"name\":\"x\"} trailing")]
    public async Task Create_OfWhatIsNoJson_Is400(string body)
    {
        using var server = await StartAsync();
        using var client = server.Client();

        await (await client.PostAsync(Campaigns, Body(body))).JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Create_WithAnIdempotencyKey_HappensOnce_HoweverItIsWrapped()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "november");
        const string csv = "openId\noA\noB\n";
        var first = await (await client.PostAsync(Campaigns, Form(Plan("你好"), csv))).JsonAsync(HttpStatusCode.Created);
        var second = await (await client.PostAsync(Campaigns, Form(Plan("你好"), csv))).JsonAsync(HttpStatusCode.Created);
        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        second.GetProperty("counts").GetProperty("total").GetInt64().ShouldBe(2);

        await (await client.PostAsync(Campaigns, Form(Plan("你好"), csv + "oC\n")))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);
        (await client.JsonAsync(Campaigns)).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Create_OfManyRecipients_InAnyOrderOfMembers_ReadsThemAll()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var recipients = string.Join(",", Enumerable.Range(0, 5000).Select(
            i => $$"""{"values":{"name":"小明{{i}}","数":{{i}}},"openId":"oUser{{i:D24}}"}"""));
        var body = $$$"""{"audience":{"recipients":[{{{recipients}}}],"kind":"list"},{{{Plan("{name}")[1..]}}}""";
        var campaign = await (await client.PostAsync(Campaigns, Body(body))).JsonAsync(HttpStatusCode.Created);

        campaign.GetProperty("counts").GetProperty("pending").GetInt64().ShouldBe(5000);
        var id = campaign.GetProperty("id").GetString();
        var page = await client.JsonAsync($"{Campaigns}/{id}/recipients?limit=500");
        page.GetProperty("items").GetArrayLength().ShouldBe(200);
        page = await client.JsonAsync($"{Campaigns}/{id}/recipients?cursor={page.GetProperty("next").GetString()}&limit=1");
        page.GetProperty("items").Texts("openId").ShouldBe([$"oUser{200:D24}"]);
    }

    [Fact]
    public async Task Create_OfTooMuch_Is413()
    {
        using var server = await StartAsync(("Campaigns:MaxUploadBytes", "2000"));
        using var client = server.Client();
        var csv = "openId\n" + string.Join('\n', Enumerable.Range(0, 200).Select(i => $"oUser{i:D24}"));

        await (await client.PostAsync(Campaigns, Form(Plan("你好"), csv))).JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Create_OfAnotherType_Is415()
    {
        using var server = await StartAsync();
        using var client = server.Client();

        await (await client.PostAsync(Campaigns, new StringContent("x"))).JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("pause")]
    public async Task Moves_ThatCannotBe_Are409(string move)
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var campaign = await (await client.PostAsync(Campaigns, Body(List("oA")))).JsonAsync(HttpStatusCode.Created);
        var path = $"{Campaigns}/{campaign.GetProperty("id").GetString()}";
        var problem = await (await client.PostAsync($"{path}/{move}", null)).JsonAsync(HttpStatusCode.Conflict);

        problem.GetProperty("detail").GetString().ShouldBe($"The campaign is draft: it cannot {move} now.");
        await (await client.PostAsync($"{path}/cancel", null)).JsonAsync(HttpStatusCode.Accepted);
        await (await client.PostAsync($"{path}/start", null)).JsonAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task WhatIsNotThere_Is404_AndWrongQueriesAre400()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var missing = $"{Campaigns}/{Guid.NewGuid():N}";
        foreach (var path in new[] { missing, $"{missing}/recipients", $"{missing}/recipients.csv", "/api/v1/apps/bar/campaigns" })
            await (await client.GetAsync(path)).JsonAsync(HttpStatusCode.NotFound);
        await (await client.PostAsync($"{missing}/start", null)).JsonAsync(HttpStatusCode.NotFound);
        var campaign = await (await client.PostAsync(Campaigns, Body(List("oA")))).JsonAsync(HttpStatusCode.Created);
        var there = $"{Campaigns}/{campaign.GetProperty("id").GetString()}";
        foreach (var path in new[]
                 {
                     $"{Campaigns}?limit=0", $"{Campaigns}?cursor=x", $"{there}/recipients?outcome=x",
                     $"{there}/recipients?cursor=x", $"{there}/recipients.csv?outcome=x",
                 })
            await (await client.GetAsync(path)).JsonAsync(HttpStatusCode.BadRequest);
    }

    internal static Task<ServerUnderTest> StartAsync(params (string, string?)[] settings) =>
        ServerUnderTest.StartAsync([("Apps:shop:Credits:CountFrom", "Client"), .. settings]);

    internal static async Task AcceptAsync(HttpClient client, params string[] users)
    {
        foreach (var user in users)
        {
            var report = $$$"""{"openId":"{{{user}}}","subscribe":{"tpl":"accept"}}""";
            await (await client.PostAsync("/api/v1/apps/shop/credits", Body(report))).JsonAsync(HttpStatusCode.OK);
        }
    }

    internal static string Plan(string thing, string? audience = null) =>
        $$$"""{"name":"问候","templateId":"tpl","rate":100,"data":{"thing1":{"value":"{{{thing}}}"}}"""
        + (audience is null ? "}" : $",\"audience\":{audience}}}");

    private static string List(params string[] users) => Plan(
        "你好",
        $$"""{"kind":"list","recipients":[{{string.Join(',', users.Select(user => $"{{\"openId\":\"{user}\"}}"))}}]}""");

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    internal static MultipartFormDataContent Form(string plan, string csv) => new()
    {
        { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "recipients", "recipients.csv" },
        { new StringContent(plan), "campaign" },
    };

    internal static async Task<JsonElement> FinishedAsync(HttpClient client, string id)
    {
        JsonElement campaign = default;
        await Eventually.TrueAsync(
            async () => (campaign = await client.GetFromJsonAsync<JsonElement>($"{Campaigns}/{id}"))
                .GetProperty("state").GetString() == "finished",
            () => campaign.ToString(),
            TimeSpan.FromSeconds(60));
        return campaign;
    }
}
