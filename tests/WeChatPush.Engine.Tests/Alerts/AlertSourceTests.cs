using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Alerts;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Alerts;

/// <summary>Real pushes through the whole engine, until the group reads of them.</summary>
public sealed class AlertSourceTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private Robots _robots = null!;

    public async Task InitializeAsync() => _robots = await Robots.StartAsync(_time);

    public async Task DisposeAsync() => await _robots.DisposeAsync();

    [Fact]
    public async Task DeadLetter_IsSaid_WithoutAnythingOfTheUser_AndThatNoneIsLeft()
    {
        var fails = true;
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>((_, _) => fails ? throw new InvalidOperationException("broken") : Task.CompletedTask),
            ("Dispatching:MaxAttempts", "1"));
        await engine.PushTextAsync("oTheUserOfTheTest", "the text of the user");
        await _time.RunAsync(engine.WhenAsync(PushState.Dead), TimeSpan.FromSeconds(1));

        var text = await UntilAsync("【WeChatPush 告警】死信");
        text.ShouldContain("应用：shop");
        text.ShouldContain("数量：1");
        text.ShouldNotContain("oTheUser");
        text.ShouldNotContain("the text");
        text.ShouldNotContain("broken");

        fails = false;
        await engine.History.ReplayDeadLettersAsync("shop", new("test", null), default);
        await UntilAsync("【WeChatPush 恢复】死信");
    }

    [Fact]
    public async Task PaymentEvent_WithoutAHandler_IsSaid()
    {
        await using var engine = await StartAsync(_ => { }, ("Apps:shop:AllowUnsignedPayments", "true"));
        var payload = new PushBuilder(engine.App(), "oTheUserOfTheTest", _time).Event("xpay_goods_deliver_notify");
        using var answer = await _time.RunAsync(engine.SendAsync(engine.App(), new PushSigner(engine.App(), _time).Push(payload)), TimeSpan.FromMilliseconds(100));

        var text = await UntilAsync("支付事件没有处理器");

        text.ShouldContain("事件：xpay_goods_deliver_notify");
        text.ShouldNotContain("oTheUser");
    }

    [Fact]
    public async Task Push_ThatIsNotHandledInTime_IsSaid_AndThatItIs()
    {
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>((_, _) => Task.CompletedTask), ("Dispatching:Concurrency", "0"));
        var since = _time.GetUtcNow();
        await engine.PushTextAsync("o", "hi");

        var text = await UntilAsync("【WeChatPush 告警】推送积压");
        (_time.GetUtcNow() - since).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        text.ShouldContain("应用：shop");

        engine.Change(("Dispatching:Concurrency", "1"));
        await UntilAsync("【WeChatPush 恢复】推送积压");
    }

    [Fact]
    public async Task Alerts_WithoutADestination_CostNothing()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup { Time = _time, Messages = new ScriptedMessages() });

        var watch = engine.Services.GetRequiredService<AlertWatch>();
        await watch.LookAsync(default);

        engine.Services.GetRequiredService<AlertStates>().IsEmpty.ShouldBeTrue();
    }

    private Task<EngineUnderTest> StartAsync(Action<PushHandlers> handlers, params (string Key, string? Value)[] settings) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Handlers = handlers,
            Settings = [("Alerts:0:Kind", "Feishu"), ("Alerts:0:Url", _robots.Feishu), ("Alerts:0:Secret", Robots.Secret), .. settings],
        });

    private async Task<string> UntilAsync(string words)
    {
        await _time.RunAsync(
            Eventually.TrueAsync(() => _robots.Messages.Any(IsIt), () => $"not said: {words}; but {string.Join("; ", _robots.Messages.Select(message => message.Text))}"),
            TimeSpan.FromSeconds(1));
        return _robots.Messages.First(IsIt).Text;

        bool IsIt(RobotMessage message) => message.Text.Contains(words, StringComparison.Ordinal);
    }
}
