using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests;

/// <summary>One push, one effect, however often it comes.</summary>
public sealed class DuplicateTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Push_WhenFiftyCopiesComeAtOnce_HasOneEffect()
    {
        var payload = _world.User("oUser").Text("once");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _world.PushAsync(payload)));

        await ShouldDeliverAsync("once");
    }

    [Fact]
    public async Task Push_WhenARetryComesAfterAnother_HasTwoEffects()
    {
        var (a, b) = (_world.User("oUser").Text("A"), _world.User("oUser").Text("B"));

        await _world.PushAsync(a);
        await _world.PushAsync(b);
        await _world.PushAsync(a);

        await ShouldDeliverAsync("A", "B");
    }

    [Fact]
    public async Task Push_WhenTwoEventsOfOneUserComeInOneSecond_HasTwoEffects()
    {
        var user = new PushBuilder(_world.App, "oUser") { CreateTime = 1_700_000_000 };
        var (one, two) = (user.EnterSession("shelf"), user.SubscribePopup(("template", "accept")));

        foreach (var payload in new[] { one, two, one, two })
            await _world.PushAsync(payload);

        await ShouldDeliverAsync("entered from shelf", "accepted template");
    }

    [Fact]
    public async Task Push_WhenItsRetryComesAfterARestart_HasNoEffectMore()
    {
        var payload = _world.User("oUser").Text("once");
        await _world.PushAsync(payload);
        await _world.DeliveredAsync(1);
        _world.Server.Terminate();
        (await _world.Server.ExitAsync()).ShouldBe(0);

        await _world.Server.StartAsync();
        await _world.PushAsync(payload);

        await ShouldDeliverAsync("once");
    }

    // A last message of the same user comes after everything that was to come before it.
    private async Task ShouldDeliverAsync(params string[] words)
    {
        await _world.PushAsync(_world.User("oUser").Text("last"));
        await _world.WeChat.WaitForCallsAsync(call => call.Text == "last");

        _world.Delivered().ShouldBe([.. words, "last"]);
        (await _world.Admin.ListAsync()).Count.ShouldBe(words.Length + 1);
    }
}
