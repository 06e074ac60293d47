using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>What a collector gets from a server that has seen a bit of everything.</summary>
public sealed class TelemetryTests
{
    private const string Template = "templateOfTheShop";
    private const string User = "oUserWhoMustNotBeSeen";

    [Fact]
    public async Task Server_WhenThereIsACollector_ExportsEveryMetricAndActivity_AndNoUserAndNoSecret()
    {
        await using var collector = await Collector.StartAsync();
        await using var world = await World.StartAsync(
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("Apps:shop:Credits:CountFrom", "Client"),
            ("Receiving:MaxConnections", "64"),
        ]);

        await SeeABitOfEverythingAsync(world);

        var (metrics, activities) = (NamesIn(typeof(MetricNames)), NamesIn(typeof(ActivityNames)));
        await Eventually.TrueAsync(
            () => metrics.All(collector["metrics"].Contains) && activities.All(collector["traces"].Contains),
            () => $"Missing: {string.Join(' ', metrics.Where(name => !collector["metrics"].Contains(name)))} "
                + $"{string.Join(' ', activities.Where(name => !collector["traces"].Contains(name)))}\n{world.Server.Output}");
        var token = (await world.Admin.GetAsync("apps/shop/access-token")).GetProperty("accessToken").GetString()!;
        foreach (var exported in new[] { collector["metrics"], collector["traces"] })
        {
            exported.ShouldContain("wechatpush");
            foreach (var secret in new[] { User, World.Token, World.Key, World.Secret, token })
                exported.ShouldNotContain(secret);
        }
    }

    private static async Task SeeABitOfEverythingAsync(World world)
    {
        var user = world.User(User);
        await world.PushAsync(user.Text("hello"));
        await world.DeliveredAsync(1);
        await PostAsync(world, "credits", new { openId = User, subscribe = new Dictionary<string, string> { [Template] = "accept" } });
        await PostAsync(world, "credits", new { openId = User, subscribe = new Dictionary<string, string> { [Template] = "accept" } });
        // The openid stands in the path of this one.
        await world.Admin.GetAsync($"apps/shop/credits/{User}");
        await PostAsync(world, "credits", new { openId = $"{User}2", subscribe = new Dictionary<string, string> { [Template] = "accept" } });
        world.WeChat.Credits.Grant(User, Template, 2);
        await PostAsync(world, "pushes", new
        {
            openId = User, templateId = Template, kind = "subscribe", data = new { thing1 = new { value = "hello" } },
        });

        // One is sent to at once, the other after so long that the campaign is seen running.
        var campaign = await PostAsync(world, "campaigns", new
        {
            name = "hello", kind = "subscribe", templateId = Template, rate = 0.02,
            data = new { thing1 = new { value = "hello" } },
            audience = new { kind = "list", recipients = new[] { new { openId = User }, new { openId = $"{User}2" } } },
        });
        await PostAsync(world, $"campaigns/{campaign.GetProperty("id").GetString()}/start", new { });
        await world.WeChat.WaitForCallsAsync(call => call.Api.Contains("subscribe"), 2, TimeSpan.FromSeconds(30));

        // The quota is used up: the first message learns it, the next one is held back.
        world.WeChat.Faults.Add(new FakeFault { ErrCode = 45009 });
        foreach (var text in new[] { "one", "two" })
            await PostAsync(world, "customer-messages", new { touser = User, msgtype = "text", text = new { content = text } });
        await SeeABadDayAsync(world);
    }

    private static async Task SeeABadDayAsync(World world)
    {
        using (var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", "not the key of this server") } })
            (await http.GetAsync(new Uri(world.Server.Url, "/api/v1/apps"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using (var store = new SqliteConnection($"Data Source={world.StorePath};Pooling=False"))
        {
            store.Open();
            using var command = store.CreateCommand();
            command.CommandText = "INSERT INTO arrival (app, at, count, pushes) VALUES ('shop', 1, 1, x'00')";
            command.ExecuteNonQuery();
        }

        // More than half of all, from one address.
        using var strangers = new Strangers(world.Server.Url);
        for (var i = 0; i < 40; i++)
            await strangers.ConnectAsync();
    }

    private static Task<JsonElement> PostAsync(World world, string route, object body) => world.Admin.PostAsync($"apps/shop/{route}", body);

    private static IReadOnlyList<string> NamesIn(Type names) =>
        [.. names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
}
