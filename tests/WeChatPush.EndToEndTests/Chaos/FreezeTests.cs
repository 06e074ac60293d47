using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// A server stands still for longer than its leases hold (SIGSTOP), and goes on as if nothing had been: meanwhile another one
/// has done its work.
/// </summary>
public sealed class FreezeTests(ITestOutputHelper output)
{
    private static readonly int Times = Rounds.From(2);

    [Fact]
    public Task Load_WhenAServerStandsStillAndGoesOn_LosesNothing_AndDoublesNothing() =>
        Ordeal.OfFleetAsync(output, "a server stood still", Times, async (fleet, random, round) =>
        {
            await random.PauseAsync(300, 800);
            var frozen = (round % 2 == 0 ? fleet.One : fleet.Other).Server.Id;
            Posix.Stop(frozen);
            await random.PauseAsync(1000, 4000);
            Posix.Continue(frozen);
        });
}
