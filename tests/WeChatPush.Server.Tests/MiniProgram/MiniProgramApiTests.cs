using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Apps;
using WeChatPush.Server.MiniProgram;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.MiniProgram;

/// <summary>What a phone may do: prove who it is, and report its own credits.</summary>
public sealed class MiniProgramApiTests
{
    private const string Accept = """{"subscribe":{"errMsg":"requestSubscribeMessage:ok","tpl":"accept"}}""";
    private const string FormIds = """{"formIds":[{"formId":"f1"},{"formId":"f2"}]}""";

    [Fact]
    public async Task Session_OfACode_IsATokenThatReportsForItsUser()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var phone = await LogInAsync(server, "lee");

        (await CountAsync(phone, FormIds)).ShouldBe(2);
        (await CountAsync(phone, FormIds)).ShouldBe(0);

        var lee = FakeOpenId.From(server.Shop.AppId, "lee");
        using var admin = server.Client();
        (await admin.JsonAsync($"/api/v1/apps/shop/credits/{lee}"))
            .GetProperty("formIds").GetProperty("usable").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Session_SaysWhenItsTokenExpires_AndIsStoredByNone()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        using var response = await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        answer.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeInRange(
            DateTimeOffset.UtcNow.AddMinutes(29), DateTimeOffset.UtcNow.AddMinutes(30));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["token", "expiresAt"]);
    }

    [Theory]
    [InlineData("""{"code":"invalid-code"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"code":""}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"code":7}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("code=lee", HttpStatusCode.BadRequest)]
    public async Task Session_WithoutACodeThatWeChatKnows_Is400(string body, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        using var response = await client.PostAsync("/mp/shop/session", body);

        await response.JsonAsync(status);
    }

    [Fact]
    public async Task Session_OfACodeThatWasUsed_Is400()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var first = await LogInAsync(server, "lee");
        using var client = server.Client(key: null);

        using var response = await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");

        (await response.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errcode").GetInt32().ShouldBe(40163);
    }

    [Theory]
    [InlineData(40125, HttpStatusCode.BadGateway)]
    [InlineData(-1, HttpStatusCode.ServiceUnavailable)]
    [InlineData(45011, HttpStatusCode.TooManyRequests)]
    public async Task Session_WhenWeChatTellsNoneApart_SaysSoWithoutTheReason(int errCode, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        server.WeChat.Faults.Add(
            new FakeFault { Api = FakeApis.Session, ErrCode = errCode, ErrMsg = "inside knowledge" });

        using var response = await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");

        (await response.JsonAsync(status)).ToString().ShouldNotContain("inside knowledge");
        server.Log.Lines.ShouldAllBe(line => !line.Contains("the-app-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40029, "codeInvalid")]
    [InlineData(40226, "userBlocked")]
    public async Task Session_OfWhatWeChatRefuses_SaysWhich(int errCode, string reason)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Session, ErrCode = errCode });

        using var response = await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");

        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
        (problem.GetProperty("errcode").GetInt32(), problem.GetProperty("reason").GetString()).ShouldBe((errCode, reason));
    }

    [Theory]
    [InlineData(45009, 1, "3600")]
    [InlineData(45011, 2, "60")]
    public async Task Session_WhenTheQuotaIsUsedUp_IsHeld_ButNotForTheRateOfOneUser(int errCode, int calls, string retryAfter)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Session, ErrCode = errCode });
        await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");

        using var response = await client.PostAsync("/mp/shop/session", """{"code":"kim"}""");

        await response.JsonAsync(HttpStatusCode.TooManyRequests);
        response.Headers.GetValues("Retry-After").ShouldBe([retryAfter]);
        server.WeChat.Calls.All.Count(call => call.Api == FakeApis.Session).ShouldBe(calls);
    }

    [Fact]
    public async Task Session_WhenTheSecretIsWrong_StopsTheLoginsAlone_AndIsAStop()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Session, ErrCode = 40125 });
        await client.PostAsync("/mp/shop/session", """{"code":"lee"}""");
        using var admin = server.Client();

        var app = (await admin.JsonAsync("/api/v1/apps")).GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "shop");
        var stop = app.GetProperty("stops").EnumerateArray().ShouldHaveSingleItem();
        (stop.GetProperty("api").GetString(), stop.GetProperty("errcode").GetInt32()).ShouldBe((FakeApis.Session, 40125));
        using var sent = await admin.PostAsync(
            "/api/v1/apps/shop/customer-messages", """{"touser":"oA","msgtype":"text","text":{"content":"x"}}""");
        (await sent.JsonAsync(HttpStatusCode.OK)).GetProperty("outcome").GetString().ShouldBe("sent");
        await client.PostAsync("/mp/shop/session", """{"code":"kim"}""");
        server.WeChat.Calls.All.Count(call => call.Api == FakeApis.Session).ShouldBe(1);
    }

    [Fact]
    public async Task Report_ForAnotherOpenId_Is403_AndForTheOwnIsFine()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var phone = await LogInAsync(server, "lee");
        var lee = FakeOpenId.From(server.Shop.AppId, "lee");

        using var response = await phone.PostAsync(
            "/mp/shop/credits", """{"openId":"oSomebodyElse","formIds":[{"formId":"f1"}]}""");

        await response.JsonAsync(HttpStatusCode.Forbidden);
        (await CountAsync(phone, $$"""{"openId":"{{lee}}","formIds":[{"formId":"f1"}]}""")).ShouldBe(1);
        using var admin = server.Client();
        (await admin.JsonAsync("/api/v1/apps/shop/credits"))
            .GetProperty("formIds").GetProperty("credits").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Report_AtAnotherApp_Is401()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var phone = await LogInAsync(server, "lee");

        using var response = await phone.PostAsync("/mp/cafe/credits", FormIds);

        await response.JsonAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(29, HttpStatusCode.OK)]
    [InlineData(31, HttpStatusCode.Unauthorized)]
    public async Task Report_WithATokenThatWasIssuedSomeMinutesAgo_IsTakenUntilItsTimeIsOver(
        int minutes, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        var then = new ManualTimeProvider(DateTimeOffset.UtcNow.AddMinutes(-minutes));
        var tokens = new SessionTokens(server.Services.GetRequiredService<IAppCatalog>(), then);
        using var phone = server.Client(tokens.Issue("shop", "oLee").Token);

        using var response = await phone.PostAsync("/mp/shop/credits", FormIds);

        await response.JsonAsync(status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("made.up")]
    [InlineData(ServerUnderTest.AdminKey)]
    public async Task Report_WithoutAToken_Is401(string? token)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(token);

        using var response = await client.PostAsync("/mp/shop/credits", FormIds);

        await response.JsonAsync(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
    }

    [Fact]
    public async Task Token_IsNoAdminKey()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var phone = await LogInAsync(server, "lee");

        using var response = await phone.GetAsync("/api/v1/apps/shop/credits");

        await response.JsonAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Report_OfAPopUp_CountsWhereTheAppCountsFromItsClient()
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var phone = await LogInAsync(server, "lee");

        (await CountAsync(phone, Accept)).ShouldBe(1);

        server.Reload("Apps:shop:Credits:CountFrom", "Push");
        (await CountAsync(phone, Accept)).ShouldBe(0);
    }

    [Fact]
    public async Task Report_WithoutAnything_Is400()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var phone = await LogInAsync(server, "lee");

        using var response = await phone.PostAsync("/mp/shop/credits", "{}");

        await response.JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Anything_AtAnUnknownApp_Is404()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        using var response = await client.PostAsync("/mp/nope/session", """{"code":"lee"}""");

        await response.JsonAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reports_OfOneUser_AreLimited_AndNoneElsesAre()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var lee = await LogInAsync(server, "lee");
        using var wang = await LogInAsync(server, "wang");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 2 * MiniProgramLimits.Reports && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var response = await lee.PostAsync("/mp/shop/credits", """{"formIds":[{"formId":"f1"}]}""");
            statuses.Add(response.StatusCode);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
                await response.JsonAsync(HttpStatusCode.TooManyRequests);
            }
        }

        statuses.Count(status => status is HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(MiniProgramLimits.Reports);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await CountAsync(wang, """{"formIds":[{"formId":"f9"}]}""")).ShouldBe(1);
    }

    [Fact]
    public async Task Strangers_AtOneAddress_AreLimited()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        var statuses = await Task.WhenAll(Enumerable.Range(0, MiniProgramLimits.Strangers * 2).Select(async _ =>
        {
            using var response = await client.PostAsync("/mp/shop/credits", FormIds);
            return response.StatusCode;
        }));

        statuses.Distinct().Order().ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]);
    }

    private static async Task<HttpClient> LogInAsync(ServerUnderTest server, string code)
    {
        var phone = server.Client(key: null);
        using var response = await phone.PostAsync("/mp/shop/session", $$"""{"code":"{{code}}"}""");
        var token = (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("token").GetString();
        phone.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return phone;
    }

    private static async Task<int> CountAsync(HttpClient phone, string body)
    {
        using var response = await phone.PostAsync("/mp/shop/credits", body);
        return (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("counted").GetInt32();
    }
}
