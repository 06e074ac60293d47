using WeChatPush.Sending;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>The token, the turn to renew it, and the ration of forced renewals.</summary>
public abstract class TokenStoreContract : SendingStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Begin_WithNothingStored_IsTheAskersTurn()
    {
        (await BeginAsync("a")).ShouldBe(new RefreshTurn(true, null));
    }

    [Fact]
    public async Task Begin_WhileAnotherHasTheTurn_IsNeither()
    {
        await BeginAsync("a");

        (await BeginAsync("b")).ShouldBe(new RefreshTurn(false, null));
    }

    [Fact]
    public async Task Begin_ByTheHolder_ProlongsTheTurn()
    {
        await BeginAsync("a");
        Time.Advance(Lease / 2);
        (await BeginAsync("a")).IsMine.ShouldBeTrue();
        Time.Advance(Lease / 2);

        (await BeginAsync("b")).IsMine.ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_WhenTheLeaseIsOver_TakesTheTurn()
    {
        await BeginAsync("a");
        Time.Advance(Lease);

        (await BeginAsync("b")).IsMine.ShouldBeTrue();
    }

    [Fact]
    public async Task Begin_WhenTheClockWasSetBack_DoesNotWaitForTheFuture()
    {
        await BeginAsync("a");
        Time.Jump(TimeSpan.FromHours(-1));

        (await BeginAsync("b")).IsMine.ShouldBeTrue();
    }

    [Fact]
    public async Task Begin_ForAnotherApp_IsItsOwnTurn()
    {
        await BeginAsync("a");

        (await Store.BeginRefreshAsync("wx2", "b", null, Now, Lease, default)).IsMine.ShouldBeTrue();
    }

    [Fact]
    public async Task Begin_ByFiftyAtOnce_GivesOneTheTurn()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => BeginAsync($"holder {i}")));

        turns.Count(turn => turn.IsMine).ShouldBe(1);
    }

    [Fact]
    public async Task End_WithAToken_GivesItToTheNextCaller()
    {
        var token = await RenewedAsync("T1");

        (await BeginAsync("b")).ShouldBe(new RefreshTurn(false, token));
    }

    [Fact]
    public async Task End_WithoutAToken_FreesTheTurnAndKeepsTheOld()
    {
        var token = await RenewedAsync("T1");
        (await BeginAsync("b", unwanted: "T1")).IsMine.ShouldBeTrue();
        (await Store.EndRefreshAsync("wx1", "b", null, default)).ShouldBeTrue();

        (await BeginAsync("c")).Newer.ShouldBe(token);
        (await BeginAsync("c", unwanted: "T1")).IsMine.ShouldBeTrue();
    }

    [Fact]
    public async Task Begin_WithAnUnwantedTokenThatIsStillStored_IsATurn()
    {
        await RenewedAsync("T1");

        (await BeginAsync("b", unwanted: "T1")).ShouldBe(new RefreshTurn(true, null));
    }

    [Fact]
    public async Task Begin_WithAnUnwantedTokenThatWasReplaced_GivesTheNewer()
    {
        await RenewedAsync("T1");
        var second = await RenewedAsync("T2", unwanted: "T1");

        (await BeginAsync("b", unwanted: "T1")).ShouldBe(new RefreshTurn(false, second));
    }

    [Fact]
    public async Task Begin_WhenTheStoredTokenIsDead_IsATurn()
    {
        await RenewedAsync("T1");
        Time.Advance(TimeSpan.FromHours(2));

        (await BeginAsync("b")).IsMine.ShouldBeTrue();
    }

    [Fact]
    public async Task End_ByALateHolder_ChangesNothing()
    {
        await BeginAsync("a");
        Time.Advance(Lease);
        await BeginAsync("b");

        (await Store.EndRefreshAsync("wx1", "a", Token("late"), default)).ShouldBeFalse();
        (await Store.EndRefreshAsync("wx1", "b", Token("good"), default)).ShouldBeTrue();
        (await BeginAsync("c")).Newer!.Sealed.ShouldBe("good");
    }

    [Fact]
    public async Task Forced_Twice_KeepsTheGap()
    {
        (await ForceAsync()).ShouldBeNull();
        var first = Now;
        Time.Advance(TimeSpan.FromSeconds(29.9));
        (await ForceAsync()).ShouldBe(first + ForcedRefreshes.Gap);
        Time.Advance(TimeSpan.FromSeconds(0.1));

        (await ForceAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Forced_TwentyTimesInADay_IsAllThereIs()
    {
        var first = Now;
        for (var i = 0; i < ForcedRefreshes.PerDay; i++)
        {
            (await ForceAsync()).ShouldBeNull();
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await ForceAsync()).ShouldBe(first + ForcedRefreshes.Day);
        (await Store.TakeForcedRefreshAsync("wx2", Now, default)).ShouldBeNull();
        Time.Advance(first + ForcedRefreshes.Day - Now);
        (await ForceAsync()).ShouldBeNull();
        (await ForceAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Forced_ByFiftyAtOnce_IsTakenOnce()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ForceAsync()));

        taken.Count(next => next is null).ShouldBe(1);
    }

    [Fact]
    public async Task Forced_WhenTheClockWasSetBack_DoesNotWaitForTheFuture()
    {
        (await ForceAsync()).ShouldBeNull();
        Time.Jump(TimeSpan.FromDays(-30));

        (await ForceAsync()).ShouldBeNull();
    }

    private Task<RefreshTurn> BeginAsync(string holder, string? unwanted = null) =>
        Store.BeginRefreshAsync("wx1", holder, unwanted, Now, Lease, default).AsTask();

    private Task<DateTimeOffset?> ForceAsync() => Store.TakeForcedRefreshAsync("wx1", Now, default).AsTask();

    private StoredToken Token(string value) => new(value, Now + TimeSpan.FromMinutes(115), Now + TimeSpan.FromHours(2));

    private async Task<StoredToken> RenewedAsync(string value, string? unwanted = null)
    {
        var token = Token(value);
        (await BeginAsync("a", unwanted)).IsMine.ShouldBeTrue();
        (await Store.EndRefreshAsync("wx1", "a", token, default)).ShouldBeTrue();
        return token;
    }
}
