using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>A Redis Cluster of three, with two apps whose keys lie on two of its nodes.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Push_OfTwoAppsOnTwoNodes_IsStoredHandledAndAnswered_AlsoAfterANodeWasKilled()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var (name, node) = await cluster.FindOtherAppAsync();
        await using var world = await World.StartAsync(
        [
            ("ConnectionStrings:Redis", cluster.ConnectionString),
            ("Dispatching:Lease", "00:00:05"),
            ($"Apps:{name}:AppId", World.AppId),
            ($"Apps:{name}:AppSecret", World.Secret),
            ($"Apps:{name}:Token", World.Token),
            ($"Apps:{name}:EncodingAesKey", World.Key),
            ($"Apps:{name}:ApiBaseUrl", World.ApiPlace),
            ($"Apps:{name}:Rules:0:Send:Text", $"{name} {{Content}}"),
        ]);
        using var weChat = new PushClient();
        SimulatedApp[] apps = [world.App, world.App with { Name = name, PushUrl = new Uri(world.Server.Url, $"/wechat/{name}") }];
        await Eventually.TrueAsync(async () => await world.Server.HealthAsync() == "healthy", () => world.Server.Output);

        await PushAsync("first");
        await Effects.ArriveAsync(world.WeChat, ["first", $"{name} first"], () => world.Server.Output);
        foreach (var each in cluster.Nodes)
        {
            var holds = each == node || each == await cluster.NodeOfAsync("shop");
            ((await each.SayAsync(0, "DBSIZE")) != ":0").ShouldBe(holds || each == await cluster.NodeOfAsync("wechatpush"));
        }

        // While one app's node is away its pushes wait on the disk; they are handled when the node is back.
        await node.KillAsync();
        await PushAsync("second");
        await node.StartAgainAsync();
        await Effects.ArriveAsync(world.WeChat, ["second", $"{name} second"], () => world.Server.Output);
        Effects.Delivered(world.WeChat).Order(StringComparer.Ordinal)
            .ShouldBe(((string[])["first", $"{name} first", "second", $"{name} second"]).Order(StringComparer.Ordinal));

        async Task PushAsync(string text)
        {
            foreach (var app in apps)
            {
                var answer = (await weChat.PushAsync(app, new PushBuilder(app, $"oUserOf{app.Name}").Text(text))).Last;
                answer.Kind.ShouldBe(AnswerKind.Success, $"{app.Name}: {answer.Status} {answer.Problem}\n{world.Server.Output}");
            }
        }
    }
}
