using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.EndToEndTests;

/// <summary>The messages of one user, one after the other; those of another beside them.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Push_WhenTheApiIsSlow_KeepsEachUsersOrder_AndLetsAnotherUserPass()
    {
        await using var world = await World.StartAsync();
        world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, OpenId = "oMany", DelayMs = 100 });
        var expected = Enumerable.Range(1, 20).Select(number => $"{number}").ToList();

        foreach (var words in expected)
            await world.PushAsync(world.User("oMany").Text(words));
        await world.PushAsync(world.User("oOther").Text("other"));
        await world.DeliveredAsync(21);

        var arrived = world.Delivered().ToList();
        arrived.IndexOf("other").ShouldBeLessThan(20, "the other user had to wait for all of them");
        arrived.Remove("other");
        arrived.ShouldBe(expected);
    }

    [Fact]
    public async Task Push_WhenTheApiHoldsOneUserUp_AnswersTheOther()
    {
        await using var world = await World.StartAsync();
        var go = new TaskCompletionSource();
        var held = world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, OpenId = "oHeld", Until = go.Task });

        await world.PushAsync(world.User("oHeld").Text("held"));
        await held.Reached;
        await world.PushAsync(world.User("oOther").Text("other"));
        await world.DeliveredAsync(1);
        world.Delivered().ShouldBe(["other"]);

        go.SetResult();
        await world.DeliveredAsync(2);
    }
}
