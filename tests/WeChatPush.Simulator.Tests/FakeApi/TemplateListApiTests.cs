using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Simulator.Tests.FakeApi;

/// <summary>The simulated list of templates, in the shape of WeChat's.</summary>
public sealed class TemplateListApiTests : FakeApiFixture
{
    [Fact]
    public async Task List_HasTheTemplatesThatTheSimulatorSendsBy()
    {
        var answer = await ListAsync();

        Code(answer).ShouldBe(0);
        var ids = answer.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("priTmplId").GetString());
        ids.ShouldBe(WeChat.Templates.Select(template => template.Id));
        ids.ShouldContain("demo-template");
    }

    [Fact]
    public async Task List_OfATemplateWithFixedValues_NamesThem_ByTheCodeOfTheirKeyword()
    {
        WeChat.Templates =
        [
            new("t1", "状态", "状态:{{enum_string1.DATA}}", "状态:好")
            {
                Values = new Dictionary<string, string[]> { ["enum_string1"] = ["好"] },
            },
            new("t2", "提醒", "内容:{{thing1.DATA}}", "内容:好") { IsLongTerm = true },
        ];

        (await ListAsync()).GetProperty("data").GetRawText().ShouldBe(JsonSerializer.Serialize(new object[]
        {
            new
            {
                priTmplId = "t1",
                title = "状态",
                content = "状态:{{enum_string1.DATA}}",
                example = "状态:好",
                type = 2,
                keywordEnumValueList = new[] { new { keywordCode = "enum_string1.DATA", enumValueList = new[] { "好" } } },
            },
            new { priTmplId = "t2", title = "提醒", content = "内容:{{thing1.DATA}}", example = "内容:好", type = 3 },
        }));
    }

    [Fact]
    public async Task List_NeedsAToken_AndGet()
    {
        Code(await GetAsync(FakeApis.Templates)).ShouldBe(41001);
        Code(await PostAsync($"{FakeApis.Templates}?access_token={await TokenAsync()}", "{}")).ShouldBe(43001);
    }

    [Fact]
    public async Task List_CountsItsQuota_AndFailsOnRequest()
    {
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.Templates, ErrCode = -1, Times = 1 });
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.Templates, DailyQuota = 1 });

        Code(await ListAsync()).ShouldBe(-1);
        Code(await ListAsync()).ShouldBe(0);
        Code(await ListAsync()).ShouldBe(45009);
        WeChat.Calls.All.Count(call => call.Api == FakeApis.Templates).ShouldBe(3);
    }

    private async Task<JsonElement> ListAsync() => await GetAsync($"{FakeApis.Templates}?access_token={await TokenAsync()}");
}
