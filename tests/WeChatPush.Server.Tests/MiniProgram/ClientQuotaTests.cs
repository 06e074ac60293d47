using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Credits;
using WeChatPush.Server.MiniProgram;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.MiniProgram;

/// <summary>What users of the mini program make up costs them their own quota, and nobody else anything.</summary>
public sealed class ClientQuotaTests
{
    private const string Listed = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";
    private const string Setting = "WeChatPush:Apps:shop:Credits:Templates";

    [Fact]
    public async Task MadeUpTemplates_OfOneUser_LeaveTheHonestAcceptsOfAllOthers()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var mallory = await LogInAsync(server, "mallory");
        using var lee = await LogInAsync(server, "lee");

        (await PostAsync(mallory, Accepts(Enumerable.Range(0, 300)))).ShouldBe((HttpStatusCode.BadRequest, 0));
        for (var i = 0; i < 5; i++)
            (await PostAsync(mallory, Accepts(Enumerable.Range(i * 5, 5)))).ShouldBe((HttpStatusCode.OK, 0));

        (await PostAsync(lee, $$$"""{"subscribe":{"{{{Listed}}}":"accept"}}""")).ShouldBe((HttpStatusCode.OK, 1));
        using var admin = server.Client();
        (await PostAsync(admin, """{"openId":"oWang","subscribe":{"unlisted":"accept"}}""", "/api/v1/apps/shop/credits"))
            .ShouldBe((HttpStatusCode.OK, 1));
        (await admin.JsonAsync("/api/v1/apps/shop/credits")).GetProperty("templates").EnumerateArray()
            .Select(template => template.GetProperty("templateId").GetString()).ShouldBe([Listed, "unlisted"]);
        server.WeChat.Calls.All.Count(call => call.Api == FakeApis.Templates).ShouldBe(1);
        server.Log.Lines.Count(line => line.Contains(Setting, StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task Accepts_WhereWeChatDoesNotListItsTemplates_CountForTheConfiguredOnes()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Templates, ErrCode = 48001, ErrMsg = "api unauthorized" });
        using var lee = await LogInAsync(server, "lee");

        (await PostAsync(lee, $$$"""{"subscribe":{"{{{Listed}}}":"accept","tpl":"accept"}}""")).ShouldBe((HttpStatusCode.OK, 1));

        server.Log.Lines.ShouldContain(line => line.Contains(Setting, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FormIds_OfOneUser_AreFewAndSoonOver_HoweverManyAreReported()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var mallory = await LogInAsync(server, "mallory");

        (await PostAsync(mallory, FormIds(0, 300))).ShouldBe((HttpStatusCode.BadRequest, 0));
        (await PostAsync(mallory, FormIds(0, 21))).ShouldBe((HttpStatusCode.BadRequest, 0));
        var counted = 0;
        for (var i = 0; i < 30; i++)
        {
            var (status, number) = await PostAsync(mallory, FormIds(i * 20, 20));
            status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
            counted += number;
        }

        // Time goes on meanwhile, so there is a little more than a burst.
        counted.ShouldBeInRange(20, 2 * MiniProgramLimits.Reports);
        (await UsableAsync(server)).ShouldBe(counted);
    }

    [Fact]
    public async Task FormIds_OfOneUser_OverAnyTime_AreWithinTheQuota()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var mallory = await LogInAsync(server, "mallory");
        var credits = server.Services.GetRequiredService<ICredits>();
        var user = FakeOpenId.From(server.Shop.AppId, "mallory");

        var counted = 0;
        for (var i = 0; i < 30; i++)
        {
            counted += await credits.ReportAsync(
                "shop",
                new()
                {
                    OpenId = user,
                    FromClient = true,
                    FormIds = [.. Enumerable.Range(0, 20).Select(n => new ReportedFormId($"f{i}-{n}", DateTimeOffset.MaxValue))],
                },
                default);
        }

        counted.ShouldBe(100);
        (await UsableAsync(server)).ShouldBe(100);
        (await credits.GetBalanceAsync("shop", user, default)).FormIds.NextExpiry!.Value
            .ShouldBeLessThanOrEqualTo(DateTimeOffset.UtcNow.AddDays(7));
    }

    private static string Accepts(IEnumerable<int> numbers) =>
        JsonSerializer.Serialize(new { subscribe = numbers.ToDictionary(i => $"made-up-{i}", _ => "accept") });

    private static string FormIds(int from, int count) => JsonSerializer.Serialize(new
    {
        formIds = Enumerable.Range(from, count).Select(i => new { formId = $"f{i}", expireAt = "9999-12-31T00:00:00Z" }),
    });

    private static async Task<int> UsableAsync(ServerUnderTest server)
    {
        using var admin = server.Client();
        return (await admin.JsonAsync("/api/v1/apps/shop/credits")).GetProperty("formIds").GetProperty("credits").GetInt32();
    }

    private static async Task<(HttpStatusCode Status, int Counted)> PostAsync(
        HttpClient client, string body, string route = "/mp/shop/credits")
    {
        using var response = await client.PostAsync(route, body);
        return (
            response.StatusCode,
            response.StatusCode is HttpStatusCode.OK
                ? (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("counted").GetInt32()
                : 0);
    }

    private static async Task<HttpClient> LogInAsync(ServerUnderTest server, string code)
    {
        var phone = server.Client(key: null);
        using var response = await phone.PostAsync("/mp/shop/session", $$"""{"code":"{{code}}"}""");
        var token = (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("token").GetString();
        phone.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return phone;
    }
}
