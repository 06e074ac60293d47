using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>A retry is one push, two pushes are two.</summary>
public sealed class DuplicateTests : IAsyncLifetime
{
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Settings = EngineSetup.App("secure", WireMode.Secure),
    });

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData("shop", WireMode.Plaintext)]
    [InlineData("secure", WireMode.Secure)]
    public async Task APush_WhenFiftyCopiesComeAtOnce_IsStoredOnce(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var payload = new PushBuilder(app, "o").Text("hi");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _engine.PushAsync(app, payload)));

        (await _engine.StoredAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TwoEvents_OfOneUserInOneSecond_AreTwo()
    {
        var app = _engine.App();
        var user = new PushBuilder(app, "o") { CreateTime = 1_700_000_000 };

        await _engine.PushAsync(app, user.EnterSession("a"));
        await _engine.PushAsync(app, user.Event("wxa_media_check", ("trace_id", "1")));
        await _engine.PushAsync(app, user.Event("wxa_media_check", ("trace_id", "2")));
        await _engine.PushAsync(app, user.EnterSession("a"));
        await _engine.PushAsync(app, user.Event("wxa_media_check", ("trace_id", "1")));

        (await _engine.StoredAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task OneMessageId_OfTwoUsers_IsTwoMessages()
    {
        var app = _engine.App();
        foreach (var user in new[] { "oOne", "oTwo", "oOne" })
            await _engine.PushAsync(app, new PushBuilder(app, user) { MsgId = 7 }.Text("hi"));

        (await _engine.StoredAsync()).Select(push => push.OpenId).ShouldBe(["oOne", "oTwo"]);
    }

    [Fact]
    public async Task OneMessage_AtTwoAppsOfOneMiniProgram_IsOneAtEach()
    {
        foreach (var (name, mode) in new[] { ("shop", WireMode.Plaintext), ("secure", WireMode.Secure) })
        {
            var app = _engine.App(name, mode);
            await _engine.PushAsync(app, new PushBuilder(app, "o") { MsgId = 7, CreateTime = 1_700_000_000 }.Text("hi"));
        }

        (await _engine.StoredAsync("shop")).Count.ShouldBe(1);
        (await _engine.StoredAsync("secure")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task OneMessage_InBothFormats_IsOne()
    {
        foreach (var format in Enum.GetValues<PushFormat>())
        {
            var app = _engine.App(format: format);
            await _engine.PushAsync(app, new PushBuilder(app, "o") { MsgId = 7, CreateTime = 1_700_000_000 }.Text("hi"));
        }

        (await _engine.StoredAsync()).Count.ShouldBe(1);
    }
}
