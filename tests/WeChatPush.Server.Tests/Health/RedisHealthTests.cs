using System.Net;
using System.Text.Json;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Health;

/// <summary>What operators see of a Redis that comes and goes.</summary>
public sealed class RedisHealthTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartUnrestrictedAsync("maxmemory-policy noeviction");

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Ready_WhileRedisIsAway_IsDegraded_AndTheSpoolIsInTheList()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        await UntilAsync(client, HttpStatusCode.OK, "healthy");
        (await ShopAsync(client)).GetProperty("spooled").GetInt32().ShouldBe(0);

        await _redis.KillAsync();
        await UntilAsync(client, HttpStatusCode.OK, "degraded", "pushes are spooled");
        (await server.TryPushAsync(new PushBuilder(server.Shop, "oUser").Text("hi"))).Answer.ShouldBe("success");

        var shop = await ShopAsync(client);
        shop.GetProperty("spooled").GetInt32().ShouldBe(1);
        shop.GetProperty("backlog").ValueKind.ShouldBe(JsonValueKind.Null);
        using var stranger = server.Client(key: null);
        (await stranger.GetStringAsync("/health/ready")).ShouldBe("""{"status":"degraded"}""");
        (await stranger.GetStringAsync("/health/live")).ShouldBe("""{"status":"healthy"}""");

        await _redis.StartAgainAsync();
        await UntilAsync(client, HttpStatusCode.OK, "healthy");
        (await ShopAsync(client)).GetProperty("spooled").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Ready_WhileRedisIsAwayAndPushesAreRefused_Is503()
    {
        using var server = await StartAsync(("Receiving:WhenStoreIsDown", "Refuse"));
        using var client = server.Client();
        await UntilAsync(client, HttpStatusCode.OK, "healthy");

        await _redis.HangAsync();
        await UntilAsync(client, HttpStatusCode.ServiceUnavailable, "unhealthy", "Refuse");
        await _redis.GoOnAsync();
        await UntilAsync(client, HttpStatusCode.OK, "healthy");
    }

    [Fact]
    public async Task Ready_WhenRedisMayLosePushes_IsDegraded_AndOnlyAdminsLearnWhy()
    {
        await _redis.SayAsync(0, "CONFIG SET appendonly no");
        await _redis.SayAsync(0, "CONFIG SET maxmemory-policy allkeys-lru");
        using var server = await StartAsync();
        using var client = server.Client();

        await UntilAsync(client, HttpStatusCode.OK, "degraded", "--appendonly yes", "allkeys-lru");
        using var stranger = server.Client(key: null);
        (await stranger.GetStringAsync("/health/ready")).ShouldBe("""{"status":"degraded"}""");
        server.Log.Lines.ShouldContain(line => line.StartsWith("Error: Redis keeps no append-only file", StringComparison.Ordinal));
    }

    private Task<ServerUnderTest> StartAsync(params (string, string?)[] settings) =>
        ServerUnderTest.StartAsync([("ConnectionStrings:Redis", _redis.ConnectionString), .. settings]);

    private static async Task<JsonElement> ShopAsync(HttpClient client) =>
        (await client.JsonAsync("/api/v1/apps")).GetProperty("items")[1];

    private static async Task UntilAsync(HttpClient client, HttpStatusCode status, string word, params string[] words)
    {
        var last = "";
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/health/ready");
                last = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == status && last.StartsWith($$"""{"status":"{{word}}"}"""[..^1], StringComparison.Ordinal)
                    && words.All(last.Contains);
            },
            () => last);
    }
}
