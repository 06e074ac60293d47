using System.Net;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class TemplatesTests
{
    private const string Path = "/api/v1/apps/shop/templates";

    [Fact]
    public async Task Templates_AreListedWithTheirKeywords()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Templates =
        [
            new("t1", "停车提醒", "车牌:{{car_number1.DATA}}\n状态:{{enum_string2.DATA}}\n", "车牌:粤B12345\n状态:已离场\n")
            {
                Values = new Dictionary<string, string[]> { ["enum_string2"] = ["已离场"] },
            },
            new("t2", "就诊提醒", "就诊人:{{name1.DATA}}", "就诊人:王小明") { IsLongTerm = true },
        ];

        var answer = await client.JsonAsync(Path);

        answer.GetProperty("items").GetRawText().ShouldBe(
            """
            [{"templateId":"t1","title":"停车提醒","content":"车牌:{{car_number1.DATA}}\n状态:{{enum_string2.DATA}}\n",
            "example":"车牌:粤B12345\n状态:已离场\n","type":"oneTime","keywords":[
            {"name":"car_number1","kind":"car_number","label":"车牌","values":[]},
            {"name":"enum_string2","kind":"enum_string","label":"状态","values":["已离场"]}]},
            {"templateId":"t2","title":"就诊提醒","content":"就诊人:{{name1.DATA}}",
            "example":"就诊人:王小明","type":"longTerm","keywords":[
            {"name":"name1","kind":"name","label":"就诊人","values":[]}]}]
            """.ReplaceLineEndings(""));
        answer.GetProperty("fetchedAt").GetString().ShouldNotBeNull().ShouldEndWith("Z");
    }

    [Fact]
    public async Task Templates_AreCached_UntilARefresh()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var first = await client.JsonAsync(Path);
        var second = await client.JsonAsync($"{Path}?refresh=false");
        server.WeChat.Templates = [];
        var third = await client.JsonAsync($"{Path}?refresh=true");

        second.GetRawText().ShouldBe(first.GetRawText());
        third.GetProperty("items").GetArrayLength().ShouldBe(0);
        server.WeChat.Calls.All.Count(call => call.Api == FakeApis.Templates).ShouldBe(2);
    }

    [Fact]
    public async Task Templates_WhenWeChatRefuses_Is502_WithTheCodeAndWhatToDo()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Faults.Add(
            new FakeFault { Api = FakeApis.Templates, ErrCode = 48001, ErrMsg = "api unauthorized", Times = 1 });

        using var refused = await client.GetAsync(Path);
        using var next = await client.GetAsync(Path);

        var problem = await refused.JsonAsync(HttpStatusCode.BadGateway);
        problem.GetProperty("errcode").GetInt32().ShouldBe(48001);
        problem.GetProperty("detail").GetString()!.ShouldStartWith("api unauthorized");
        problem.GetProperty("hint").GetString()!.ShouldContain("permission");
        await next.JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Templates_WithoutASecret_Is502_ThatNamesTheSetting()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:AppSecret", null));
        using var client = server.Client();

        using var response = await client.GetAsync(Path);

        (await response.JsonAsync(HttpStatusCode.BadGateway)).GetProperty("detail").GetString()!.ShouldContain("AppSecret");
    }

    [Fact]
    public async Task Templates_WithASwitchThatIsNone_Is400_WithoutACall()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync($"{Path}?refresh=soon");

        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty("refresh", out _).ShouldBeTrue();
        server.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Templates_WithoutAKey_Is401_AndOfAnUnknownApp404()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var anonymous = server.Client(key: null);
        using var client = server.Client();

        using var keyless = await anonymous.GetAsync(Path);
        using var unknown = await client.GetAsync("/api/v1/apps/nobody/templates");

        await keyless.JsonAsync(HttpStatusCode.Unauthorized);
        await unknown.JsonAsync(HttpStatusCode.NotFound);
    }
}
