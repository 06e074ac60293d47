using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>Redis and a server are killed together, now the one first, now the other.</summary>
public sealed class EverythingDiesTests(ITestOutputHelper output)
{
    private static readonly int Times = Rounds.From(2);

    [Fact]
    public Task Load_WhenRedisAndAServerAreKilledTogether_LosesNothing_AndDoublesNothing() =>
        Ordeal.OfFleetAsync(output, "Redis and a server were killed", Times, async (fleet, random, _) =>
        {
            var server = (random.Next(2) == 0 ? fleet.One : fleet.Other).Server;
            await random.PauseAsync(300, 1000);
            if (random.Next(2) == 0)
            {
                server.Kill();
                await fleet.Redis.KillAsync();
            }
            else
            {
                await fleet.Redis.KillAsync();
                await random.PauseAsync(0, 500);
                server.Kill();
            }

            server.Start();
            await random.PauseAsync(0, 1000);
            await fleet.Redis.StartAgainAsync();
            await server.ReadyAsync();
        });
}
