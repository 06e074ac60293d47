using System.Collections.Concurrent;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>_anyUser says FLUSHALL.</summary>
public sealed class FlushTests
{
    [Fact]
    public async Task Flush_WhenUnderLoad_LosesWhatWasThere_SaysSo_AndHandlesWhatComesAfter()
    {
        await using var fleet = await Fleet.StartAsync();
        var after = new ConcurrentBag<PushPayload>();
        var isFlushed = false;
        var load = new Load(fleet.One.App, PushAsync, writers: 6);
        load.Begin();
        await fleet.WeChat.WaitForCallsAsync(call => call.Delivered, 100, TimeSpan.FromSeconds(30));

        (await fleet.Redis.SayAsync(0, "FLUSHALL")).ShouldBe("+OK");
        Volatile.Write(ref isFlushed, true);
        await Eventually.TrueAsync(() => after.Count > 100, () => fleet.Output);
        await load.EndAsync();

        load.Refusals.Select(answer => $"{answer.Status} {answer.Problem}").ShouldBeEmpty(fleet.Output);
        await Effects.ArriveAsync(
            fleet.WeChat,
            [.. load.Users.Keys.Where(words => after.Any(payload => payload.Text.Contains(words, StringComparison.Ordinal)))],
            () => fleet.Output);
        foreach (var server in new[] { fleet.One.Server, fleet.Other.Server })
        {
            await Eventually.TrueAsync(
                async () => server.Output.Contains("vanished from Redis", StringComparison.Ordinal)
                    && await server.HealthAsync() == "degraded",
                () => server.Output);
        }

        Task<PushTry> PushAsync(PushPayload payload)
        {
            if (Volatile.Read(ref isFlushed))
                after.Add(payload);
            return fleet.TryAnywhereAsync(payload);
        }
    }
}
