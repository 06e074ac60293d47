using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.Tests.FakeApi;

public sealed class CreditApiTests : FakeApiFixture
{
    [Fact]
    public async Task Subscribe_Accepted_AnswersAnIdThatNoDoubleHolds()
    {
        var answer = await SubscribeAsync();

        Code(answer).ShouldBe(0);
        answer.GetProperty("msgid").GetInt64().ShouldBeGreaterThan(1L << 53);
        WeChat.Calls.Sends.ShouldHaveSingleItem().MsgId.ShouldBe(answer.GetProperty("msgid").GetInt64());
    }

    [Theory]
    [InlineData("", "审核通过", 40037)]
    [InlineData("tpl", "", 47003)]
    [InlineData("tpl", "two\\nlines", 47003)]
    [InlineData("tpl", "一二三四五六七八九十一二三四五六七八九十一", 47003)]
    public async Task Subscribe_BadTemplateOrValue_IsRefused(string template, string value, int errcode) =>
        Code(await SubscribeAsync(template, value)).ShouldBe(errcode);

    [Fact]
    public async Task Subscribe_WhereCreditsCount_NeedsOneEach()
    {
        WeChat.EnforceCredits = true;
        WeChat.Credits.Grant("oUser", "tpl");

        Code(await SubscribeAsync()).ShouldBe(0);
        Code(await SubscribeAsync()).ShouldBe(43101);
    }

    [Fact]
    public async Task Template_FormIdUsedTwice_Is41029()
    {
        Code(await TemplateAsync("\"form_id\":\"f1\",")).ShouldBe(0);
        Code(await TemplateAsync("\"form_id\":\"f1\",")).ShouldBe(41029);
        Code(await TemplateAsync("")).ShouldBe(41028);
    }

    [Fact]
    public async Task Session_OfACode_IsOneUserAndWorksOnce()
    {
        var url = $"{FakeApis.Session}?appid=wx1&secret=s&grant_type=authorization_code&js_code=lee";
        var session = await GetAsync(url);

        session.GetProperty("openid").GetString().ShouldBe(FakeOpenId.From("wx1", "lee"));
        session.GetProperty("openid").GetString()!.Length.ShouldBe(28);
        Code(await GetAsync(url)).ShouldBe(40163);
        Code(await GetAsync(url.Replace("lee", "invalid-code"))).ShouldBe(40029);
    }

    [Fact]
    public async Task CallbackIp_ListsThisMachine()
    {
        var answer = await GetAsync($"{FakeApis.CallbackIp}?access_token={await TokenAsync()}");

        answer.GetProperty("ip_list")[0].GetString().ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task UnknownApi_Is40066() => Code(await GetAsync("/cgi-bin/nonsense")).ShouldBe(40066);

    private Task<System.Text.Json.JsonElement> SubscribeAsync(string template = "tpl", string value = "审核通过") =>
        SendAsync(
            $$$$"""{"touser":"oUser","template_id":"{{{{template}}}}","data":{"thing1":{"value":"{{{{value}}}}"}}}""",
            FakeApis.SubscribeSend);

    private Task<System.Text.Json.JsonElement> TemplateAsync(string formId) =>
        SendAsync(
            $$$$"""{"touser":"oUser","template_id":"tpl",{{{{formId}}}}"data":{"keyword1":{"value":"339208499"}}}""",
            FakeApis.TemplateSend);
}
