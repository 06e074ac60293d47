using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Spool;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>The shared store is away for one app, and what the others notice of it.</summary>
public sealed partial class SpoolingInboxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drain_WhileAnAppIsAway_HandsOverThoseOfOthers_AndKeepsItsOwn(bool isPartitioned)
    {
        _shared.IsPartitioned = isPartitioned;
        _shared.Now = FlakyInbox.Weather.Away;
        // More than one batch of the app that is away lies before the other's.
        _capacity = 1000;
        await ReopenAsync();
        for (var i = 0; i < 300; i++)
            await AppendAsync(Push($"user {i}", app: "other"));
        var plain = Push();
        await AppendAsync(plain);
        _shared.AppsAway.Add("other");
        _shared.Now = FlakyInbox.Weather.Fine;

        await DrainUntilAsync(() => _spool.CountOf("shop") == 0 && !_watch.IsAway("shop"));
        _shared.Appended.ShouldBe([plain.Id]);
        _spool.CountOf("other").ShouldBe(300);
        _watch.IsAway("other").ShouldBeTrue();
        var next = Push();
        (await AppendAsync(next)).ShouldBe(AppendOutcome.Stored);
        _shared.Appended.ShouldBe([plain.Id, next.Id]);

        _shared.AppsAway.Clear();
        await DrainUntilAsync(() => _spool.Count == 0);
        _watch.Apps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_WhileAnotherAppIsAway_OnSeveralServers_GoesToTheStoreAtOnce()
    {
        _shared.IsPartitioned = true;
        _watch.Checked(null, isPartitioned: true, null);
        _shared.AppsAway.Add("other");
        await AppendAsync(Push(app: "other"));

        _watch.IsAway("other").ShouldBeTrue();
        _watch.IsAway("shop").ShouldBeFalse();
        var push = Push();
        await AppendAsync(push);
        _shared.Appended.ShouldBe([push.Id]);
        _spool.CountOf("other").ShouldBe(1);
    }

    [Fact]
    public async Task Append_WhenOneServerFailsAnApp_SpoolsEveryApp_UntilTheStoreWasLookedAt()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        await AppendAsync(Push(app: "other"));
        _shared.Now = FlakyInbox.Weather.Hanging; // who asked it now would wait

        await AppendAsync(Push()).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        _spool.Count.ShouldBe(2);
        _watch.Checked(null, isPartitioned: false, _watch.Suspicion);
        _watch.IsAway("shop").ShouldBeFalse();
        _watch.IsAway("other").ShouldBeTrue();
    }

    [Fact]
    public async Task Log_OfAnOutageOfAThousandApps_IsOnePair()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        for (var i = 0; i < Capacity; i++)
            await AppendAsync(Push(app: $"app {i}"));
        for (var i = 0; i < 1000; i++)
            _watch.Failed($"app {i}", "connection refused");

        await DrainUntilAsync(() => _log.Count >= 1);
        await DrainAsync();
        await DrainUntilAsync(() => _log.Count >= 2, step: TimeSpan.FromSeconds(1));
        _log.GetSnapshot().Select(line => line.Id.Id).ShouldBe([250, 251]);
    }

    [Fact]
    public async Task Log_OfAnAppThatComesAndGoes_IsOnePair_AndNamesIt()
    {
        _shared.IsPartitioned = true;
        _shared.AppsAway.Add("other");
        await AppendAsync(Push(app: "other"));
        await DrainUntilAsync(() => _log.Count == 1);
        for (var i = 0; i < 20; i++)
        {
            _shared.AppsAway.Remove("other");
            await DrainUntilAsync(() => !_watch.IsAway("other") && _spool.Count == 0);
            _shared.AppsAway.Add("other");
            await AppendAsync(Push(app: "other"));
            await DrainUntilAsync(() => _watch.IsAway("other"));
        }

        _shared.AppsAway.Clear();
        await DrainUntilAsync(() => _log.Count == 2, step: TimeSpan.FromSeconds(1));
        var lines = _log.GetSnapshot();
        lines.Select(line => line.Id.Id).ShouldBe([254, 255]);
        lines[0].Message.ShouldContain("other (its part is away)");
    }

    [Fact]
    public async Task AnAppThatIsAway_WithNothingSpooled_IsFoundToBeBack()
    {
        _shared.IsPartitioned = true;
        _watch.Checked(null, isPartitioned: true, null);
        _shared.AppsAway.Add("shop");
        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push() with { AwaitsReply = true }).AsTask());
        await DrainUntilAsync(() => _log.Count == 1);
        _watch.IsAway("shop").ShouldBeTrue();

        _shared.AppsAway.Clear();
        await DrainUntilAsync(() => !_watch.IsAway("shop"));
    }

    [Fact]
    public async Task Append_WhenTheBodiesFillTheSpool_IsRefused_AlsoAfterARestart_UntilThereIsRoom()
    {
        _settings.Receiving.MaxSpoolBytes = 100;
        _shared.Now = FlakyInbox.Weather.Away;
        await AppendAsync(Push() with { Body = new byte[60] });
        _spool.IsFull.ShouldBeFalse();
        await AppendAsync(Push() with { Body = new byte[60] });
        _spool.IsFull.ShouldBeTrue();
        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push()).AsTask());
        await ReopenAsync();
        _spool.Bytes.ShouldBe(120);
        await Should.ThrowAsync<StoreUnavailableException>(AppendAsync(Push()).AsTask());

        await DrainAsync();
        _spool.Bytes.ShouldBe(0);
        _shared.Now = FlakyInbox.Weather.Away;
        (await AppendAsync(Push())).ShouldBe(AppendOutcome.Stored);
    }

    private async Task DrainUntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        using var service = NewDrain();
        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(step ?? TimeSpan.FromMilliseconds(50));
                return condition();
            },
            () => $"it did not come to that; {_spool.Count} are in the spool");
        await service.StopAsync(CancellationToken.None);
    }
}
