using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Stats;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Stats;

public sealed class StatsTests
{
    private const string Path = "/api/v1/stats";

    // What no other test comes near to.
    private const long Many = 1_000_000_000;

    [Fact]
    public async Task Stats_HaveThePushesOfTheAppsOfTheKey_AndTheStart()
    {
        using var server = await RoleKeys.StartAsync(("Apps:shop:Rules:0:MsgType", "text"), ("Apps:shop:Rules:0:Send:Text", "hello"));
        using var client = server.Client(RoleKeys.Viewer);
        var figures = new StatFigures();
        figures.Add(StatLayout.Earned, Many);
        await server.Services.GetRequiredService<IStatStore>().WriteAsync(
            [new("shop", StatSlots.Begin(DateTimeOffset.UtcNow, StatSlots.Length), "run", figures.Write())], TimeSpan.FromDays(1), default);
        await server.PushAsync(new PushBuilder(server.Shop, "oOfTheStats").Text("secret text"));
        await server.Services.GetRequiredService<StatWriter>().WriteAsync(default);

        // Over a step of a day, so that no boundary lies between; the figures are those of the process, other tests' included.
        foreach (var query in (string[])["?app=shop&step=86400", "?step=86400"])
        {
            var series = await client.JsonAsync(Path + query);
            series.GetProperty("stepSeconds").GetInt64().ShouldBe(86400);
            var item = series.GetProperty("items").EnumerateArray().Last();
            item.GetProperty("at").GetString().ShouldNotBeNull().ShouldEndWith("Z");
            item.GetProperty("pushes").GetProperty("accepted").GetInt64().ShouldBeGreaterThan(0);
            item.GetProperty("answerP50Ms").GetDouble().ShouldBeGreaterThan(0);
            item.GetProperty("answerP99Ms").GetDouble().ShouldBeGreaterThanOrEqualTo(item.GetProperty("answerP50Ms").GetDouble());
            item.GetProperty("handled").GetProperty("done").GetInt64().ShouldBeGreaterThan(0);
            item.GetProperty("sends").GetProperty("sent").GetInt64().ShouldBeGreaterThan(0);
            item.GetProperty("depth").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
            item.GetProperty("oldestSeconds").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
            item.GetProperty("creditsEarned").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
            item.GetProperty("creditsSpent").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
            series.GetProperty("restarts")[0].GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
            series.GetRawText().ShouldNotContain("oOfTheStats");
        }

        using var cafe = server.Client(RoleKeys.CafeAdmin);
        await (await cafe.GetAsync($"{Path}?app=shop")).JsonAsync(HttpStatusCode.Forbidden);
        await (await cafe.GetAsync($"{Path}?app=nothing")).JsonAsync(HttpStatusCode.Forbidden);
        (await EarnedAsync(client)).ShouldBeGreaterThanOrEqualTo(Many);
        (await EarnedAsync(cafe)).ShouldBeLessThan(Many);
    }

    private static async Task<long> EarnedAsync(HttpClient client) => (await client.JsonAsync(Path)).GetProperty("items")
        .EnumerateArray().Sum(item => item.GetProperty("creditsEarned").GetInt64());

    [Theory]
    [InlineData("step=0", "step")]
    [InlineData("step=301", "step")]
    [InlineData("step=5m", "step")]
    [InlineData("step=-300", "step")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=1", "to")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "from")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-09T00:00:00Z", "step")]
    [InlineData("from=0001-01-01T00:00:00Z&to=0001-01-01T06:00:00Z", "from")]
    [InlineData("to=0001-01-01T06:00:00Z", "from")]
    public async Task Stats_OfWhatIsWrong_Are400_AndNameTheParameter(string query, string parameter)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        var problem = await (await client.GetAsync($"{Path}?{query}")).JsonAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([parameter]);
    }

    [Fact]
    public async Task Stats_OfAnAppThatDoesNotExist_Are404_AndWithoutAKey401()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var stranger = server.Client(key: null);

        await (await client.GetAsync($"{Path}?app=nothing")).JsonAsync(HttpStatusCode.NotFound);
        (await stranger.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.JsonAsync($"{Path}?app=shop&from=2020-01-01T00:00:00Z&to=2020-01-05T00:00:00Z")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
