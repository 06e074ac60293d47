using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>A slow app, or a slow destination of an app, leaves places to the others.</summary>
public sealed class FairnessTests
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task AnAppWhoseHandlersHang_LeavesPlacesToTheNextApps()
    {
        var handled = new TaskCompletionSource();
        using var hanging = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>(async (_, sender, cancel) =>
            {
                if (sender.App == "third")
                {
                    handled.SetResult();
                    return;
                }

                hanging.Release();
                await go.Task.WaitAsync(cancel);
            }),
            Settings = [.. EngineSetup.App("second"), .. EngineSetup.App("third"), ("Dispatching:Concurrency", "8")],
        });

        foreach (var (app, most) in new[] { ("shop", 4), ("second", 3) })
        {
            for (var user = 0; user < 20; user++)
                await PushAsync(engine, app, $"oUser{user}");
            for (var i = 0; i < most; i++)
                (await hanging.WaitAsync(WaitTimeout)).ShouldBeTrue($"{app} gets {most} places");
        }

        await PushAsync(engine, "third", "oUser");
        await handled.Task.WaitAsync(WaitTimeout);
        hanging.CurrentCount.ShouldBe(0);
        go.SetResult();
    }

    [Fact]
    public async Task ADestinationThatHangs_LeavesPlacesToTheOtherRulesOfItsApp()
    {
        await using var slow = await Destination.StartAsync(Destination.Silence);
        await using var quick = await Destination.StartAsync();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. Forwards(0, "^slow", slow), .. Forwards(1, "^quick", quick),
                ("Dispatching:Concurrency", "4"), ("Forwarding:Timeout", "00:01:00"),
            ],
        });

        for (var user = 0; user < 20; user++)
            await engine.PushTextAsync($"oUser{user}", "slow");
        await Eventually.TrueAsync(() => slow.Calls.Count == 2, () => $"{slow.Calls.Count} forwards hang");
        await engine.PushTextAsync("oQuick", "quick");

        await Eventually.TrueAsync(() => quick.Calls.Count == 1, () => "the other rule's push waits");
        slow.Calls.Count.ShouldBe(2);
        var put = (await engine.StoredAsync()).Where(push => push.State == PushState.Queued).ToList();
        put.ShouldNotBeEmpty("what cannot run holds no lease");
        put.ShouldAllBe(push => push.Attempts == 0);
    }

    [Fact]
    public async Task ADestinationThatAnswers_GetsEveryPush_ThoughOthersHaveHalfOfThePlaces()
    {
        await using var first = await Destination.StartAsync();
        await using var second = await Destination.StartAsync();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. Forwards(0, "^first", first), .. Forwards(1, "^second", second),
                ("Dispatching:Concurrency", "4"),
            ],
        });

        for (var user = 0; user < 100; user++)
            await engine.PushTextAsync($"oUser{user}", "first");

        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => $"{first.Calls.Count} of 100");
        first.Calls.Count.ShouldBe(100);
    }

    private static (string, string?)[] Forwards(int rule, string content, Destination to) =>
    [
        ($"Apps:shop:Rules:{rule}:Content", content),
        ($"Apps:shop:Rules:{rule}:Forward:Url", to.Url.ToString()),
        ($"Apps:shop:Rules:{rule}:Forward:Secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
    ];

    private static async Task PushAsync(EngineUnderTest engine, string name, string user)
    {
        var app = engine.App(name);
        await engine.PushAsync(app, new PushBuilder(app, user, TimeProvider.System).Text("hi"));
    }
}
