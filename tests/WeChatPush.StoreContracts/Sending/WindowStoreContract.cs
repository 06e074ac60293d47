using WeChatPush.Sending;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>The customer-service windows.</summary>
public abstract class WindowStoreContract : SendingStoreContract
{
    [Fact]
    public async Task Read_OfAUserNeverSeen_IsNothing()
    {
        (await ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Grant_OpensAWindow_ForThisUserOfThisApp()
    {
        await GrantAsync(5, TimeSpan.FromHours(48));

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(5, Now + TimeSpan.FromHours(48)));
        (await Store.ReadWindowAsync("shop", "oOther", default)).ShouldBeNull();
        (await Store.ReadWindowAsync("other", "oUser", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Grant_OnAnOpenWindow_KeepsTheLargerOfEach()
    {
        await GrantAsync(5, TimeSpan.FromHours(48));
        var closesAt = Now + TimeSpan.FromHours(48);
        for (var i = 0; i < 4; i++)
            await Store.ConsumeWindowAsync("shop", "oUser");
        await GrantAsync(2, TimeSpan.FromMinutes(1));

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(2, closesAt));
    }

    [Fact]
    public async Task Grant_OnAWindowThatIsOver_StartsAnew()
    {
        await GrantAsync(5, TimeSpan.FromMinutes(1));
        Time.Advance(TimeSpan.FromMinutes(1));
        await GrantAsync(2, TimeSpan.FromMinutes(1));

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(2, Now + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Consume_TakesOneAtATime_AndStopsAtNone()
    {
        await GrantAsync(2, TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.ConsumeWindowAsync("shop", "oUser").AsTask()));

        (await ReadAsync())!.Value.Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task Consume_OfAUserNeverSeen_LeavesHimUnknown()
    {
        await Store.ConsumeWindowAsync("shop", "oUser");

        (await ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task End_Closed_ClosesAlsoForAUserNeverSeen()
    {
        await Store.EndWindowAsync("shop", "oUser", WindowEnd.Closed, Now);

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(0, Now));
    }

    [Fact]
    public async Task End_Exhausted_KeepsTheEnd()
    {
        await GrantAsync(5, TimeSpan.FromHours(48));
        await Store.EndWindowAsync("shop", "oUser", WindowEnd.Exhausted, Now);

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(0, Now + TimeSpan.FromHours(48)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_AfterALaterGrant_LeavesTheGrantAlone(bool closed)
    {
        var callBegan = Now;
        Time.Advance(TimeSpan.FromSeconds(1));
        await GrantAsync(5, TimeSpan.FromHours(48));
        await Store.EndWindowAsync("shop", "oUser", closed ? WindowEnd.Closed : WindowEnd.Exhausted, callBegan);

        (await ReadAsync()).ShouldBe(new CustomerServiceWindow(5, Now + TimeSpan.FromHours(48)));
    }

    private protected async Task GrantAsync(int messages, TimeSpan length) =>
        await Store.GrantWindowAsync("shop", "oUser", messages, Now, Now + length, Now, default);

    private protected async Task<CustomerServiceWindow?> ReadAsync() => await Store.ReadWindowAsync("shop", "oUser", default);
}
