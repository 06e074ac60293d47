using System.Net;
using System.Text.Json;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Bodies;

/// <summary>One answer names everything that is wrong with a body, each by its place.</summary>
public sealed class BodyErrorTests
{
    [Fact]
    public async Task Push_WithErrorsOfEveryKind_NamesEach()
    {
        const string body = """
            {"openId":7,"TemplateId":"tpl","page":"a","page":"b","kind":"Subscribe","lang":"zh-CN","zzzzzzzz":1,
             "data":{"thing1":{"valeu":"x"},"thing2":{"value":true},"thing3":{"value":"一二三四五六七八九十一二三四五六七八九十一"},
                     "thing4":"x","thing1":{"value":"y"}}}
            """;

        (await ErrorsAsync("/api/v1/apps/shop/pushes", body)).ShouldBe(
            [
                "TemplateId: unknown; did you mean 'templateId'?",
                "data.thing1: is given more than once",
                "data.thing1.valeu: unknown; did you mean 'value'?",
                "data.thing1.value: is required",
                "data.thing2.value: must be a string or a number",
                "data.thing3.value: must have at most 20 characters, and has 21",
                "data.thing4: must be an object with value",
                "data.thing4.value: must not be empty",
                "kind: must be subscribe or template",
                "lang: must be zh_CN or en_US or zh_HK or zh_TW",
                "zzzzzzzz: unknown; the members are openId, templateId, page, data, keywords, kind, miniprogramState, lang",
                "openId: must be a string",
                "page: is given more than once",
                "templateId: is required",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task CreditReport_WithErrorsOfEveryKind_NamesEach()
    {
        const string body = """
            {"openid":"oUser","formIds":[{"formId":"f1","expiresAt":1},{"formId":""},"f3",{"formId":"f4","expireAt":"soon"},
             {"formId":"f5","expireAt":-1},{"formId":"f6","expireAt":"2026-11-21T08:00:00"}],"subscribe":{"no id":"accept"}}
            """;
        const string time = "must be a time such as 2026-11-21T08:00:00Z or 2026-11-21T16:00:00+08:00, or in Unix seconds";

        (await ErrorsAsync("/api/v1/apps/shop/credits", body)).ShouldBe(
            [
                "openid: unknown; did you mean 'openId'?",
                "openId: is required",
                "formIds[0].expiresAt: unknown; did you mean 'expireAt'?",
                "formIds[1].formId: must not be empty",
                "formIds[2]: must be an object with formId",
                "formIds[2].formId: must not be empty",
                $"formIds[3].expireAt: {time}",
                $"formIds[4].expireAt: {time}",
                $"formIds[5].expireAt: {time}",
                "subscribe.no id: is not a template id",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Campaign_WithErrorsInItsPlanAndItsRecipients_NamesEach()
    {
        const string body = """
            {"name":"","Kind":"subscribe","templateId":"tpl","rate":"fast","dryRun":1,"startAt":"2026-11-21","data":[],
             "limits":{"perUserPerDay":1.5,"quietHours":{"from":"25:00","til":"08:00","then":"stop"}},
             "audience":{"kind":"list","recipient":[],"recipients":[{"openId":"oA"},{"openid":"oB"},
                {"openId":"oC","values":{"name":null,"n":1}},7,{"openId":"oD","openId":"oE"}]}}
            """;

        (await ErrorsAsync("/api/v1/apps/shop/campaigns", body)).ShouldBe(
            [
                "Kind: unknown; did you mean 'kind'?",
                "audience.recipient: unknown; did you mean 'recipients'?",
                "audience.recipients[1].openId: is required",
                "audience.recipients[1].openid: unknown; did you mean 'openId'?",
                "audience.recipients[2].values.name: must be a string or a number",
                "audience.recipients[3]: must be an object with openId",
                "audience.recipients[4].openId: is given more than once",
                "data: must be an object of names and their values",
                "dryRun: must be true or false",
                "limits.perUserPerDay: must be a whole number",
                "limits.quietHours.from: must be a time of the day such as 22:00",
                "limits.quietHours.then: must be skip or wait",
                "limits.quietHours.til: unknown; did you mean 'to'?",
                "limits.quietHours.to: is required",
                "name: must have 1 to 100 characters",
                "rate: must be a number",
                "startAt: must be a time such as 2026-11-21T08:00:00Z or 2026-11-21T16:00:00+08:00",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task CampaignForm_WithErrorsInItsPlanAndItsFile_NamesBoth()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var form = Campaigns.CampaignsTests.Form("""{"name":"x","templateId":"t","rate":1,"data":{},"x":1}""", "openId\r\no A\r\n");

        (await ReadErrorsAsync(await client.PostAsync("/api/v1/apps/shop/campaigns", form))).ShouldBe(
            [
                "data: must hold the value of at least one keyword",
                "line 2: has an openId that is none",
                "x: unknown; the members are name, kind, templateId, page, data, keywords, miniprogramState, lang, "
                + "rate, startAt, dryRun, limits, audience",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Replay_WithErrorsOfEveryKind_NamesEach() =>
        (await ErrorsAsync("/api/v1/apps/shop/dead-letters/replay", $$"""{"reason":"{{new string('x', 501)}}","resaon":"x"}"""))
        .ShouldBe(["reason: must have at most 500 characters", "resaon: unknown; did you mean 'reason'?"], ignoreOrder: true);

    [Fact]
    public async Task Session_WithErrorsOfEveryKind_NamesEach() =>
        (await ErrorsAsync("/mp/shop/session", """{"Code":"lee","token":"x"}""")).ShouldBe(
            ["Code: unknown; did you mean 'code'?", "code: is required", "token: unknown; the members are code"],
            ignoreOrder: true);

    [Fact]
    public async Task LongNames_AreCut_SoThatNoOpenIdOrSecretComesBack()
    {
        const string openId = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
        var body = $$"""{"{{openId}}":1,"openId":"{{openId}}","templateId":"tpl","data":{"thing1":{"value":"x"} } }""";

        (await ErrorsAsync("/api/v1/apps/shop/pushes", body)).ShouldBe(
            ["o6_bmjrP…: unknown; the members are openId, templateId, page, data, keywords, kind, miniprogramState, lang"]);
    }

    [Fact]
    public async Task VeryManyErrors_AreNotAllNamed()
    {
        var unknown = string.Join(',', Enumerable.Range(0, 1200).Select(i => $"\"x{i}\":1"));
        var body = $$"""{"code":"lee",{{unknown}} }""";

        (await ErrorsAsync("/mp/shop/session", body)).Length.ShouldBe(100);
    }

    private static async Task<string[]> ErrorsAsync(string path, string body)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        return await ReadErrorsAsync(await client.PostAsync(path, body));
    }

    private static async Task<string[]> ReadErrorsAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
            return
            [
                .. from error in problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!
                   from complaint in error.Value
                   select $"{error.Key}: {complaint}",
            ];
        }
    }
}
