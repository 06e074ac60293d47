using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Inbox;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Tests.Inbox;

public sealed class ClaimRoundTests
{
    private readonly FakeLogCollector _log = new();
    private readonly ClaimFailures _failures;

    public ClaimRoundTests() => _failures = new(new FakeLogger<ClaimFailures>(_log));

    [Fact]
    public async Task Run_WhenAnAppFailsAgainAndAgain_HealthNamesIt_AndTheLogHasTheFirstAndPowersOfTwo()
    {
        var health = new ClaimHealth(_failures);
        for (var i = 0; i < 9; i++)
            await RunAsync(app => app == "a" ? throw new InvalidOperationException("no batch") : 1);

        var degraded = await health.CheckHealthAsync(new());
        degraded.Status.ShouldBe(HealthStatus.Degraded);
        degraded.Description!.ShouldContain("app a ");
        degraded.Description!.ShouldContain("no batch");
        _log.GetSnapshot().Count.ShouldBe(4);
        _log.GetSnapshot().ShouldAllBe(line => line.Message.Contains("app a "));

        await RunAsync(_ => 1);
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Healthy);

        Task RunAsync(Func<string, int> have) =>
            Round(Apps("a", "b"), 8, (app, share) => Give([], app, share, have(app.Name), dueIn: 700)).RunAsync();
    }

    [Theory]
    [InlineData(1, "a:1")]
    [InlineData(2, "a:1 b:1")]
    [InlineData(7, "a:3 b:2 c:2")]
    public async Task Run_WhenEverybodyHasPlenty_SharesTheRoom(int max, string expected)
    {
        var asked = new List<string>();
        await Round(Apps("a", "b", "c"), max, (app, share) => Give(asked, app, share, have: share, dueIn: 0)).RunAsync();

        string.Join(' ', asked).ShouldBe(expected);
    }

    [Fact]
    public async Task Run_WhenAnAppHasLess_GivesTheRestToTheOthers_AndSaysWhichIsDueNext()
    {
        var asked = new List<string>();
        var (pushes, dueIn) = await Round(Apps("a", "b"), 8, (app, share) => app.Name == "a"
            ? Give(asked, app, share, have: 1, dueIn: 500)
            : Give(asked, app, share, have: share, dueIn: 0)).RunAsync();

        string.Join(' ', asked).ShouldBe("a:4 b:4 b:3");
        pushes.Count.ShouldBe(8);
        dueIn.ShouldBe(0);
    }

    [Fact]
    public async Task Run_WhenAnAppIsOutOfReach_KeepsWhatTheOthersGave()
    {
        var (pushes, dueIn) = await Round(Apps("a", "b"), 8, (app, share) => app.Name == "a"
            ? throw new StoreUnavailableException("away")
            : Give([], app, share, have: 2, dueIn: 700)).RunAsync();

        pushes.Count.ShouldBe(2);
        dueIn.ShouldBe(700);
    }

    [Fact]
    public async Task Run_WhenAllAreOutOfReach_SaysSo() =>
        await Should.ThrowAsync<StoreUnavailableException>(() =>
            Round(Apps("a", "b"), 8, (_, _) => throw new StoreUnavailableException("away")).RunAsync());

    [Fact]
    public async Task Run_WithoutApps_HasNothing()
    {
        var (pushes, dueIn) = await Round([], 8, (_, _) => throw new StoreUnavailableException("away")).RunAsync();
        pushes.ShouldBeEmpty();
        dueIn.ShouldBeNull();
    }

    [Fact]
    public async Task Run_WhenAnAppHoldsItsShare_AsksItOnlyForWhatCannotWait_AndTheOthersForTheRest()
    {
        var asked = new List<string>();
        var tally = new AppQuota(8, new Dictionary<string, int> { ["a"] = 4 }).Begin();
        var (pushes, dueIn) = await new ClaimRound(
            Apps("a", "b"),
            4,
            tally,
            (app, share) => Give(asked, app, share, have: share, dueIn: 0),
            app => Give(asked, app, -1, have: 0, dueIn: -5),
            _failures).RunAsync();

        asked.ShouldNotContain("a:4");
        asked[0].ShouldBe("a:-1");
        pushes.ShouldAllBe(push => push.App == "b");
        pushes.Count.ShouldBe(3, "a place is left for the next app");
        dueIn.ShouldBeNull("what an app has due that holds its share is no reason to look again");
    }

    [Fact]
    public async Task Run_WithoutRoomForAll_TellsWhichAppsWereNotAsked()
    {
        var round = Round(Apps("a", "b", "c"), 1, (app, share) => Give([], app, share, have: 1, dueIn: null));
        await round.RunAsync();

        round.Left.Select(app => app.Name).ShouldBe(["b", "c"]);
    }

    private ClaimRound Round(IEnumerable<RedisApp> apps, int max, Func<RedisApp, int, Task<ClaimAnswer>> claim) =>
        new(apps, max, AppQuota.Unlimited.Begin(), claim, _ => throw new InvalidOperationException("no app is limited"), _failures);

    private static Task<ClaimAnswer> Give(List<string> asked, RedisApp app, int share, int have, long? dueIn)
    {
        asked.Add($"{app.Name}:{share}");
        return Task.FromResult(new ClaimAnswer([.. Enumerable.Range(0, have).Select(n => Claim(app.Name, n))], dueIn));
    }

    private static ClaimedPush Claim(string app, int n) => new()
    {
        Id = $"{n}", App = app, OpenId = null, ReceivedAt = default, Body = default, Attempt = 1, Replay = 0, Fence = 1, Handle = n,
    };

    private static IEnumerable<RedisApp> Apps(params string[] names) => names.Select(name => new RedisApp(name) { Appends = null! });
}
