using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>A managed Redis: its ACL forbids the commands that tell how it is set up.</summary>
public sealed class RestrictedRedisTests
{
    [Theory]
    [InlineData("-info -config", "")]
    [InlineData("-config", "")]
    [InlineData("", ",allowAdmin=false")]
    public async Task Server_OnARedisThatCannotBeChecked_IsDegraded_AndWorks(string forbidden, string options)
    {
        await using var redis = await RedisServer.StartUnrestrictedAsync($"user default on nopass ~* &* +@all {forbidden}");
        await using var world = await World.StartAsync(("ConnectionStrings:Redis", redis.ConnectionString + options));

        await world.PushAsync(world.User("oUser").Text("你好"));
        await world.DeliveredAsync(1);
        await Eventually.TrueAsync(
            () => world.Server.Output.Contains("cannot be checked", StringComparison.Ordinal), () => world.Server.Output);
        (await world.Server.HealthAsync()).ShouldBe("degraded");

        world.Server.Terminate();
        (await world.Server.ExitAsync()).ShouldBe(0);
        world.Server.Output.ShouldNotContain("   at ");
    }
}
