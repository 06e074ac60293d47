using System.Text;
using WeChatPush.Feed;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Feed;

/// <summary>The way of events from the instances where they happen to those that watch.</summary>
public abstract class FeedRelayContract : IAsyncLifetime
{
    private IAsyncDisposable _surroundings = null!;

    private protected Func<IFeedRelay> Open { get; private set; } = null!;

    internal IFeedRelay Here { get; private set; } = null!;

    /// <summary>Another instance's; the same where there is only one.</summary>
    internal IFeedRelay There { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_surroundings, Open) = await OpenAsync();
        (Here, There) = (Open(), Open());
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IFeedRelay> Open)> OpenAsync();

    /// <summary>Lets the life of a feed pass.</summary>
    private protected abstract Task ExpireAsync();

    [Fact]
    public async Task Publish_WithoutAWatcher_KeepsNothing()
    {
        await PublishAsync("1");

        (await Here.ReadAsync(null)).ShouldBeNull();
        (await Here.ReadAsync(new("other", 5))).ShouldBeNull();
    }

    [Fact]
    public async Task Announce_BeginsAFeed_AndIsHeardEverywhere()
    {
        var heard = new TaskCompletionSource<IReadOnlyCollection<string>?>();
        There.Watched += apps => heard.TrySetResult(apps);

        await Eventually.TrueAsync(
            async () =>
            {
                await Here.AnnounceAsync(["shop", "cafe"]);
                return heard.Task.IsCompleted;
            },
            () => "not heard");

        (await heard.Task).ShouldNotBeNull().ShouldBe(["shop", "cafe"], ignoreOrder: true);
        (await There.ReadAsync(null)).ShouldNotBeNull().End.Number.ShouldBe(0);
    }

    [Fact]
    public async Task Announce_OfAllApps_IsHeardAsAll()
    {
        IReadOnlyCollection<string>? heard = [];
        There.Watched += apps => heard = apps;

        await Eventually.TrueAsync(
            async () =>
            {
                await Here.AnnounceAsync(null);
                return heard is null;
            },
            () => "not heard");
    }

    [Fact]
    public async Task Published_IsReadInItsOrder_BehindAPosition()
    {
        await Here.AnnounceAsync(null);
        await PublishAsync("1", "2");
        await There.PublishAsync(Events("3"));

        var begin = new FeedPosition((await Here.ReadAsync(null)).ShouldNotBeNull().Feed, 0);
        Texts(await Here.ReadAsync(begin)).ShouldBe(["1", "2", "3"]);
        var batch = (await There.ReadAsync(begin with { Number = 1 })).ShouldNotBeNull();
        Texts(batch).ShouldBe(["2", "3"]);
        (batch.First, batch.End.Number).ShouldBe((2, 3));
        Texts(await Here.ReadAsync(batch.End)).ShouldBeEmpty();
        Texts(await Here.ReadAsync(null)).ShouldBeEmpty();
        (await Here.ReadAsync(null)).ShouldNotBeNull().End.ShouldBe(batch.End);
    }

    [Fact]
    public async Task Published_IsSignalledEverywhere()
    {
        var signalled = 0;
        There.Published += () => Interlocked.Increment(ref signalled);
        await Here.AnnounceAsync(null);

        await Eventually.TrueAsync(
            async () =>
            {
                await PublishAsync("1");
                return Volatile.Read(ref signalled) > 0;
            },
            () => "not signalled");
    }

    [Fact]
    public async Task MoreThanAreRemembered_AreTheLast_WithTheirNumbers()
    {
        await Here.AnnounceAsync(null);
        for (var i = 0; i < 13; i++)
            await PublishAsync([.. Enumerable.Range(i * 100, 100).Select(number => $"{number}")]);

        var batch = (await Here.ReadAsync(new((await Here.ReadAsync(null))!.Feed, 7))).ShouldNotBeNull();

        (batch.First, batch.Events.Count, batch.End.Number).ShouldBe((301, FeedLimits.Size, 1300));
        Texts(batch)[0].ShouldBe("300");
    }

    [Fact]
    public async Task PositionOfAnotherFeed_IsAnsweredWithAllThatIsRemembered()
    {
        await Here.AnnounceAsync(null);
        await PublishAsync("1", "2");

        Texts(await Here.ReadAsync(new("other", 17))).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Feed_AfterItsLife_IsGone_AndTheNextHasAnotherName()
    {
        await Here.AnnounceAsync(null);
        await PublishAsync("1");
        var first = (await Here.ReadAsync(null)).ShouldNotBeNull();

        await ExpireAsync();

        (await Here.ReadAsync(null)).ShouldBeNull();
        await PublishAsync("2");
        await Here.AnnounceAsync(null);
        var next = (await Here.ReadAsync(first.End)).ShouldNotBeNull();
        next.Feed.ShouldNotBe(first.Feed);
        Texts(next).ShouldBeEmpty();
    }

    private async Task PublishAsync(params string[] events) => await Here.PublishAsync(Events(events));

    private static byte[][] Events(params string[] events) => [.. events.Select(Encoding.UTF8.GetBytes)];

    private static string[] Texts(FeedBatch? batch) => [.. batch.ShouldNotBeNull().Events.Select(Encoding.UTF8.GetString)];
}
