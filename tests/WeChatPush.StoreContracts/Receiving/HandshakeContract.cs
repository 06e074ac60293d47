using WeChatPush.Receiving;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Receiving;

/// <summary>The last URL verifications.</summary>
public abstract class HandshakeContract : IAsyncLifetime
{
    private IAsyncDisposable _surroundings = null!;

    internal ManualTimeProvider Time { get; } = new();

    internal IHandshakeStore Store { get; private set; } = null!;

    private protected Func<IHandshakeStore> Reopen { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_surroundings, Reopen) = await OpenAsync();
        Store = Reopen();
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IHandshakeStore> Open)> OpenAsync();

    /// <summary>Puts something in the place of what is stored of the app <c>shop</c>.</summary>
    private protected abstract Task SpoilAsync();

    private protected virtual Task SweepAsync() => Task.CompletedTask;

    [Fact]
    public async Task List_OfAnAppThatHasNone_IsEmpty() => (await ListAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Add_KeepsEveryMember_AndTheNewestFirst_OfEachAppItsOwn()
    {
        var first = Handshake("host-1") with { Parameters = "nonce, echostr", Outcome = HandshakeOutcome.MissingParameter, UserAgent = "ü \"agent\"" };
        await AddAsync(first);
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = Handshake("host-2") with { Address = null };
        await AddAsync(second);
        await Store.AddAsync("other", [Handshake("host-3")], default);

        (await ListAsync()).ShouldBe([second, first]);
        (await Reopen().ListAsync("shop", default)).ShouldBe([second, first]);
        (await Store.ListAsync("other", default)).ShouldHaveSingleItem().Host.ShouldBe("host-3");
    }

    [Fact]
    public async Task Add_OfWhatIsAlike_IsOneWithACount()
    {
        await AddAsync(Handshake("host"));
        Time.Advance(TimeSpan.FromSeconds(5));
        await AddAsync(Handshake("host") with { Count = 40, UserAgent = "later" });

        var only = (await ListAsync()).ShouldHaveSingleItem();
        (only.Count, only.At, only.UserAgent).ShouldBe((41, Time.GetUtcNow(), "later"));
    }

    [Fact]
    public async Task Add_OfManyBadOnes_KeepsHalfOfThePlacesForGoodOnes()
    {
        for (var i = 0; i < 12; i++)
            await AddAsync(Handshake($"good-{i}") with { Outcome = HandshakeOutcome.Ok });
        for (var i = 0; i < 100; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await AddAsync(Handshake($"bad-{i}"));
        }

        var list = await ListAsync();
        list.Count.ShouldBe(HandshakeHistory.Size);
        list.Count(handshake => handshake.Outcome == HandshakeOutcome.Ok).ShouldBe(HandshakeHistory.Size / 2);
        list[0].Host.ShouldBe("bad-99");
    }

    [Fact]
    public async Task Add_OfManyInstancesAtOnce_LosesNone_OrSaysSo()
    {
        IHandshakeStore[] stores = [Store, Reopen(), Reopen()];
        var added = await Task.WhenAll(Enumerable.Range(0, 15).Select(async i =>
            await stores[i % stores.Length].AddAsync("shop", [Handshake($"host-{i}")], default) ? $"host-{i}" : null));

        (await ListAsync()).Select(handshake => handshake.Host).ShouldBe(added.OfType<string>(), ignoreOrder: true);
    }

    [Fact]
    public async Task List_AfterTheMemoryIsOver_IsEmpty()
    {
        await AddAsync(Handshake("host"));
        Time.Advance(HandshakeHistory.Memory - TimeSpan.FromSeconds(1));
        await SweepAsync();
        (await ListAsync()).Count.ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(1));

        (await ListAsync()).ShouldBeEmpty();
        await SweepAsync();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Spoiled_IsEmpty_AndReplacedByTheNext()
    {
        await AddAsync(Handshake("host-1"));
        await SpoilAsync();

        (await ListAsync()).ShouldBeEmpty();
        await AddAsync(Handshake("host-2"));
        (await ListAsync()).ShouldHaveSingleItem().Host.ShouldBe("host-2");
    }

    private protected Handshake Handshake(string host) => new()
    {
        At = Time.GetUtcNow(),
        Outcome = HandshakeOutcome.BadSignature,
        Address = "203.0.113.7",
        Host = host,
        Count = 1,
    };

    private protected async Task AddAsync(params Handshake[] handshakes) =>
        (await Store.AddAsync("shop", handshakes, default)).ShouldBeTrue();

    private async Task<IReadOnlyList<Handshake>> ListAsync() => await Store.ListAsync("shop", default);
}
