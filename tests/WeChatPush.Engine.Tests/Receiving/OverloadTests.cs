using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Receiving;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>A push that has waited for so long that its answer would be late is not begun with.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private readonly ScriptedWait _wait = new();
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Services = services => services.AddSingleton<IRequestWait>(_wait),
        Settings = [("Receiving:MaxWait", "00:00:02")],
    });

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task APush_ThatHasWaitedTooLong_Is503_AndItsRetryIsTaken()
    {
        var app = _engine.App();
        var payload = new PushBuilder(app, "o").Text("hi");
        _wait.Time = TimeSpan.FromSeconds(2.001);
        for (var i = 0; i < 2; i++)
        {
            using var refused = await _engine.SendAsync(app, new PushSigner(app).Push(payload));

            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        (await _engine.StoredAsync()).ShouldBeEmpty();
        _engine.Services.GetRequiredService<IReceiveStatistics>().Read("shop").Refusals["overloaded"].ShouldBe(2);
        _engine.Log.Text.ShouldContain("WeChatPush:Receiving:MaxWait");

        _wait.Time = TimeSpan.FromSeconds(2);
        await _engine.PushAsync(app, payload);
        await _engine.WhenAsync(PushState.Done);
    }

    [Fact]
    public async Task TheConsole_IsAnsweredHoweverLongItWaited()
    {
        _wait.Time = TimeSpan.FromSeconds(4);

        using var client = new PushClient();
        (await client.VerifyAsync(_engine.App())).Kind.ShouldBe(AnswerKind.Reply);
    }

    private sealed class ScriptedWait : IRequestWait
    {
        public TimeSpan Time { get; set; }

        public TimeSpan Find(HttpContext context) => Time;
    }
}
