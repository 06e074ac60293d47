using System.Diagnostics;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>The end that the system asks for.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Terminate_WhenUnderLoad_ExitsWith0InTenSeconds_AndLosesNothing()
    {
        await using var world = await World.StartAsync();
        world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 30 });
        var load = new Load(world, writers: 16);
        load.Begin();
        await world.DeliveredAsync(100);

        var watch = Stopwatch.StartNew();
        world.Server.Terminate();
        (await world.Server.ExitAsync()).ShouldBe(0, world.Server.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));

        await load.EndAsync();
        await world.Server.StartAsync();
        await Eventually.TrueAsync(
            () => load.Acknowledged.Except(world.Delivered()).FirstOrDefault() is null,
            () => $"acknowledged, and not answered: {string.Join(' ', load.Acknowledged.Except(world.Delivered()))}");
        world.Delivered().Count.ShouldBe(world.Delivered().Distinct().Count());
    }

    [Fact]
    public async Task Terminate_WhenTheApiHangs_ExitsWith0InTenSeconds()
    {
        await using var world = await World.StartAsync();
        var never = new TaskCompletionSource();
        var hangs = world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, Until = never.Task });
        await world.PushAsync(world.User("oUser").Text("hi"));
        await hangs.Reached;

        var watch = Stopwatch.StartNew();
        world.Server.Terminate();

        (await world.Server.ExitAsync()).ShouldBe(0, world.Server.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        never.SetResult();
    }
}
