using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Feed;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Feed;

/// <summary>What those who watch get to see.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private static readonly FeedFilter Everything = new(null, null);

    private readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(30));
    private EngineUnderTest _engine = null!;

    private IEventFeed Feed => _engine.Services.GetRequiredService<IEventFeed>();

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Settings = [.. EngineSetup.App("cafe"), ("Apps:shop:Rules:0:Content", "bad"), ("Apps:shop:Rules:0:Send:Image:MediaId", "x"), ("Apps:shop:Rules:1:Send:Text", "{Content}")],
    });

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _end.Dispose();
    }

    [Fact]
    public async Task Push_IsTold_ThenItsOutcome_WithoutItsContent_AndWithoutTheWholeOpenId()
    {
        await using var watch = await WatchAsync(Everything);

        await _engine.PushTextAsync("oUser0123456789", "the content");
        await _engine.PushAsync(_engine.App("cafe"), new PushBuilder(_engine.App("cafe"), "oOther").EnterSession());

        var seen = await watch.TakeAsync(4);
        seen.Select(item => (item.Event.Kind, item.Event.App)).ShouldBe(
            [(FeedKind.Push, "shop"), (FeedKind.Outcome, "shop"), (FeedKind.Push, "cafe"), (FeedKind.Outcome, "cafe")], ignoreOrder: true);
        var push = seen.Single(item => item.Event is { Kind: FeedKind.Outcome, App: "shop" }).Event;
        var stored = (await _engine.StoredAsync()).ShouldHaveSingleItem();
        (push.Id, push.State, push.MsgType, push.OpenId).ShouldBe((stored.Id, "done", "text", "oUser0…"));
        seen.Single(item => item.Event is { Kind: FeedKind.Push, App: "cafe" }).Event.Event.ShouldBe("user_enter_tempsession");
        seen.ShouldAllBe(item => !$"{item}".Contains("the content", StringComparison.Ordinal) && !$"{item}".Contains("oUser0123", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filter_OfAppAndKind_LeavesTheOthersOut()
    {
        await using var watch = await WatchAsync(new(new HashSet<string> { "cafe" }, new HashSet<FeedKind> { FeedKind.Outcome }));

        await _engine.PushTextAsync("o", "1");
        await _engine.PushAsync(_engine.App("cafe"), new PushBuilder(_engine.App("cafe"), "o").Text("2"));

        var only = (await watch.TakeAsync(1)).Single().Event;
        (only.App, only.Kind).ShouldBe(("cafe", FeedKind.Outcome));
        Feed.IsWatched("shop").ShouldBeFalse();
    }

    [Fact]
    public async Task Handshake_IsTold()
    {
        await using var watch = await WatchAsync(Everything);

        using var answer = await _engine.SendAsync(_engine.App(), new PushSigner(_engine.App()).Verification("1").With("signature", "x"));

        var told = (await watch.TakeAsync(1)).Single().Event;
        (told.Kind, told.State).ShouldBe((FeedKind.Handshake, "badSignature"));
    }

    [Fact]
    public async Task Resume_TellsWhatCameMeanwhile_AndNothingTwice()
    {
        string? last;
        await using (var watch = await WatchAsync(Everything))
        {
            await _engine.PushTextAsync("o", "1");
            last = (await watch.TakeAsync(2))[^1].Id;
        }

        await _engine.PushTextAsync("o", "2");
        await using var again = await WatchAsync(Everything, last);
        await _engine.PushTextAsync("o", "3");

        var seen = await again.TakeAsync(4);
        var stored = await _engine.StoredAsync();
        // The outcome of one push may come after the beginning of the next.
        seen.Select(item => item.Event.Id).ShouldBe([stored[1].Id, stored[1].Id, stored[2].Id, stored[2].Id], ignoreOrder: true);
        seen.Select(item => (item.Event.Id, item.Event.Kind)).ShouldBeUnique();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0123456789ab.5.1800000000")]
    public async Task Resume_BehindAPlaceThatIsNotKnown_SaysThatSomeAreMissing(string after)
    {
        await using var watch = await WatchAsync(Everything, after);

        var first = watch.First.ShouldNotBeNull();
        (first.Event.Kind, first.Event.Count, first.Id).ShouldBe((FeedKind.Skipped, null, null));
    }

    [Fact]
    public async Task Flood_IsCut_AndCounted_AndLeavesOtherAppsAlone()
    {
        await using var watch = await WatchAsync(Everything);

        for (var i = 0; i < 5 * FeedLimits.MaxPerSecond; i++)
            Feed.Publish(FeedKind.Send, "shop", i, Make);
        Feed.Publish(FeedKind.Send, "cafe", 0, static _ => new() { Kind = FeedKind.Send, App = "cafe", At = default });

        var (told, skipped, others) = (0, 0L, 0);
        while (told + skipped < 5 * FeedLimits.MaxPerSecond || others == 0)
        {
            var item = (await watch.TakeAsync(1)).Single().Event;
            told += item is { Kind: FeedKind.Send, App: "shop" } ? 1 : 0;
            others += item is { Kind: FeedKind.Send, App: "cafe" } ? 1 : 0;
            skipped += item is { Kind: FeedKind.Skipped, App: "shop" } ? item.Count!.Value : 0;
        }

        told.ShouldBeInRange(FeedLimits.MaxPerSecond, 2 * FeedLimits.MaxPerSecond);
        (told + skipped, others).ShouldBe((5 * FeedLimits.MaxPerSecond, 1));
    }

    [Fact]
    public async Task SlowReader_MissesTheOldest_AndHearsHowMany()
    {
        await using var slow = await WatchAsync(Everything);
        await using var quick = await WatchAsync(Everything);
        const int total = FeedLimits.MaxUnread + 100;
        foreach (var kinds in Enumerable.Range(0, total).Chunk(FeedLimits.MaxPerSecond))
        {
            // Of many apps, so that no budget is in the way.
            foreach (var i in kinds)
                Feed.Publish(FeedKind.Send, $"app-{i}", i, static i => new() { Kind = FeedKind.Send, App = $"app-{i}", At = default });
            await quick.TakeAsync(kinds.Length);
        }

        var missed = (await slow.TakeAsync(1)).Single().Event;
        (missed.Kind, missed.Count).ShouldBe((FeedKind.Skipped, 100));
        (await slow.TakeAsync(1)).Single().Event.App.ShouldBe("app-100");
    }

    [Fact]
    public async Task Watches_AreLimited_AndFreedWhenTheyEnd()
    {
        var watches = Enumerable.Range(0, FeedLimits.MaxWatches).Select(_ => Feed.Watch(Everything, null).ShouldNotBeNull()).ToList();
        Feed.Watch(Everything, null).ShouldBeNull();

        await watches[0].DisposeAsync();
        await watches[0].DisposeAsync();

        Feed.Watch(Everything, null).ShouldNotBeNull();
        Feed.Watch(Everything, null).ShouldBeNull();
    }

    [Fact]
    public void Publish_WithoutAWatcher_MakesNoEvent() =>
        Feed.Publish<int>(FeedKind.Push, "shop", 0, static _ => throw new InvalidOperationException("made"));

    private static FeedEvent Make(int number) => new() { Kind = FeedKind.Send, App = "shop", At = default, Errcode = number };

    private async Task<Watcher> WatchAsync(FeedFilter filter, string? after = null)
    {
        var watcher = new Watcher(Feed.Watch(filter, after).ShouldNotBeNull(), _end.Token);
        await watcher.BeginAsync();
        return watcher;
    }

    private sealed class Watcher(IFeedWatch watch, CancellationToken end) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<FeedItem> _items = watch.ReadAllAsync(end).GetAsyncEnumerator(end);
        private readonly Queue<FeedItem> _early = [];

        public FeedItem? First => _early.TryPeek(out var first) ? first : null;

        // Until the first heartbeat: what is behind it is new.
        public async Task BeginAsync()
        {
            while (await _items.MoveNextAsync() && _items.Current.Event.Kind != FeedKind.Heartbeat)
                _early.Enqueue(_items.Current);
        }

        public async Task<IReadOnlyList<FeedItem>> TakeAsync(int count)
        {
            var taken = new List<FeedItem>();
            while (taken.Count < count)
            {
                if (_early.TryDequeue(out var early))
                    taken.Add(early);
                else if (!await _items.MoveNextAsync())
                    break;
                else if (_items.Current.Event.Kind != FeedKind.Heartbeat)
                    taken.Add(_items.Current);
            }

            return taken;
        }

        public async ValueTask DisposeAsync()
        {
            await _items.DisposeAsync();
            await watch.DisposeAsync();
        }
    }
}
