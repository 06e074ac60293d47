using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>Two apps on one server; the backend of one takes seconds for each push.</summary>
public sealed class NeighbourTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Push_OfAnAppBesideOneWithASlowBackend_IsHandledWithinASecond(bool isOnRedis)
    {
        await using var redis = isOnRedis ? await RedisServer.StartAsync() : null;
        await using var backend = await SlowBackend.StartAsync(Delay);
        await using var world = await World.StartAsync(
            [.. NeighbourLoad.Settings(backend), ("ConnectionStrings:Redis", redis?.ConnectionString ?? "")]);
        var load = new NeighbourLoad(world.Server.Url, backend);

        await load.FillAsync(200);
        await Eventually.TrueAsync(() => backend.SlowCalls >= 16, () => $"{backend.SlowCalls} pushes are at the slow backend\n{world.Server.Output}");
        var times = await load.MeasureAsync(50, TimeSpan.Zero);

        times.Count.ShouldBe(50);
        NeighbourLoad.Percentile99(times).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }
}
