using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Protocol.Messages;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Operations;

/// <summary>An operation while its process ends and another begins.</summary>
public sealed class OperationRestartTests
{
    private const int Count = 40;

    private readonly ConcurrentQueue<string> _runs = new();

    [Fact]
    public async Task Operation_WhoseHostStopsInTheMiddle_GoesOnInTheNext_AndRunsEachOnce()
    {
        var setup = new EngineSetup
        {
            Settings = [("Dispatching:MaxAttempts", "1")],
            KeepsData = true,
            Handlers = handlers => handlers.On<TextMessage>((message, _) =>
            {
                _runs.Enqueue(message.Content);
                throw new InvalidOperationException("the shelf is empty");
            }),
        };
        string id;
        int before;
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            for (var i = 0; i < Count; i++)
                await engine.PushTextAsync($"openid-{i}", $"text {i}");
            await Eventually.TrueAsync(
                async () => await engine.History.CountDeadAsync("shop", default) == Count, () => "not all are dead");
            _runs.Clear();
            var operation = await engine.Services.GetRequiredService<IOperations>().StartAsync(
                "shop", new() { Kind = OperationKind.Replay, Filter = new(), Rate = 20, Actor = "olga" }, default);
            id = operation.ShouldNotBeNull().Id;
            operation.EtaSeconds.ShouldBe(2);
            await Eventually.TrueAsync(() => _runs.Count >= 6, () => "it has not begun");
            await engine.StopAsync();
            before = _runs.Count;
        }

        before.ShouldBeLessThan(Count);
        await using (var engine = await EngineUnderTest.StartAsync(setup with { KeepsData = false }))
        {
            var operations = engine.Services.GetRequiredService<IOperations>();
            await Eventually.TrueAsync(
                async () => (await operations.FindAsync(id, default))?.State is OperationState.Finished,
                () => $"it goes on: {operations.FindAsync(id, default).AsTask().Result}");
            (await operations.FindAsync(id, default)).ShouldNotBeNull().Done.ShouldBe(Count);
            await Eventually.TrueAsync(
                async () => await engine.History.CountDeadAsync("shop", default) == Count, () => "not all are dead again");
        }

        _runs.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Count).Select(i => $"text {i}").Order(StringComparer.Ordinal));
    }
}
