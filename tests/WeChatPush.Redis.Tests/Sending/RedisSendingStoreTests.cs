using WeChatPush.Redis.Sending;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Sending;

public sealed class RedisTokenStoreTests : TokenStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Begin_OfADeadHoldersTurn_ByAnotherInstance_WaitsForItsEndOnly()
    {
        await Store.BeginRefreshAsync("wx1", "died", null, Now, Lease, default);
        var other = Opened.Reopen();

        (await other.BeginRefreshAsync("wx1", "next", null, Now, Lease, default)).IsMine.ShouldBeFalse();
        Time.Advance(Lease);
        (await other.BeginRefreshAsync("wx1", "next", null, Now, Lease, default)).IsMine.ShouldBeTrue();
        (await Store.EndRefreshAsync("wx1", "died", Token("late"), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task End_LateButUnchallenged_KeepsTheToken()
    {
        await Store.BeginRefreshAsync("wx1", "slow", null, Now, Lease, default);
        Time.Advance(Lease * 2);

        (await Store.EndRefreshAsync("wx1", "slow", Token("good"), default)).ShouldBeTrue();
        (await Opened.Reopen().BeginRefreshAsync("wx1", "b", null, Now, Lease, default)).Newer!.Sealed.ShouldBe("good");
    }

    [Fact]
    public async Task Begin_WithClocksThatDiffer_GoesByTheServers()
    {
        var redis = ((RedisSurroundings)Opened.Surroundings).Connect();
        var store = new RedisSendingStore(redis, TimeProvider.System);
        var fast = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1);

        await store.BeginRefreshAsync("wx1", "a", null, fast, Lease, default);
        (await store.BeginRefreshAsync("wx1", "b", null, fast - TimeSpan.FromHours(2), Lease, default)).IsMine.ShouldBeFalse();
    }

    [Fact]
    public async Task Everything_RunsOutByItself()
    {
        await Store.BeginRefreshAsync("wx1", "a", null, Now, Lease, default);
        await Store.EndRefreshAsync("wx1", "a", Token("T"), default);
        await Store.BeginRefreshAsync("wx1", "b", "T", Now, Lease, default);
        await Store.TakeForcedRefreshAsync("wx1", Now, default);

        var surroundings = (RedisSurroundings)Opened.Surroundings;
        (await surroundings.LifeOfAsync("{wx1}:sealed")).ShouldBeInRange(TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
        (await surroundings.LifeOfAsync("{wx1}:turn")).ShouldBeInRange(Lease, Lease * 4);
        (await surroundings.LifeOfAsync("{wx1}:forced")).ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Store_WhenTheServerIsAway_SaysSo()
    {
        var server = await RedisServer.StartAsync();
        await using var redis = RedisSurroundings.Connect(server, 0);
        var store = new RedisSendingStore(redis, Time);
        await store.ReadWindowAsync("shop", "oUser", default);
        await server.DisposeAsync();

        await Should.ThrowAsync<StoreUnavailableException>(() => store.ReadWindowAsync("shop", "oUser", default).AsTask());
    }

    private protected override Task<SendingStoreUnderTest> OpenAsync() => RedisSendingStores.OpenAsync(Time);

    private StoredToken Token(string value) => new(value, Now + TimeSpan.FromMinutes(115), Now + TimeSpan.FromHours(2));
}

public sealed class RedisWindowStoreTests : WindowStoreContract
{
    [Fact]
    public async Task Windows_RunOutByThemselves_AWeekAfterTheirEnd()
    {
        await GrantAsync(5, TimeSpan.FromHours(48));
        await GrantAsync(2, TimeSpan.FromMinutes(1));
        await Store.EndWindowAsync("shop", "oGone", WindowEnd.Closed, Now);

        var surroundings = (RedisSurroundings)Opened.Surroundings;
        (await surroundings.LifeOfAsync("{shop}:window:oUser")).ShouldBe(TimeSpan.FromDays(9), TimeSpan.FromMinutes(1));
        (await surroundings.LifeOfAsync("{shop}:window:oGone")).ShouldBe(TimeSpan.FromDays(7), TimeSpan.FromMinutes(1));
    }

    private protected override Task<SendingStoreUnderTest> OpenAsync() => RedisSendingStores.OpenAsync(Time);
}

internal static class RedisSendingStores
{
    public static async Task<SendingStoreUnderTest> OpenAsync(TimeProvider time)
    {
        var surroundings = new RedisSurroundings(await SharedRedis.Server);
        return new(
            new RedisSendingStore(surroundings.Connect(), time),
            () => new RedisSendingStore(surroundings.Connect(), time),
            surroundings);
    }
}
