using System.Collections.Concurrent;
using WeChatPush.Admin;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Admin;

public sealed class AdminKeyUsesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Store _store = new();

    [Fact]
    public async Task Note_OfManyUses_WritesOnceAMinuteAtMost_AndWhenTheHostStops()
    {
        using var uses = new AdminKeyUses(_store, _time);
        for (var i = 0; i < 1000; i++)
            uses.Note("a");
        await uses.StartAsync(default);
        await Eventually.TrueAsync(() => Task.FromResult(_store.Writes == 1), () => "not written");
        for (var i = 0; i < 1000; i++)
            uses.Note("a");
        _store.Writes.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(30));
        uses.Note("b");

        await uses.StopAsync(default);

        _store.Writes.ShouldBe(2);
        (await _store.ReadAsync(default))["b"].ShouldBe(_time.GetUtcNow(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Read_HasWhatIsNotWrittenYet_AndTheLaterOfBoth()
    {
        using var uses = new AdminKeyUses(_store, _time);
        uses.Note("a");
        uses.Note("b");
        var later = _time.GetUtcNow().AddHours(1);
        await _store.WriteAsync(new Dictionary<string, DateTimeOffset> { ["b"] = later, ["c"] = later }, default);

        var read = await uses.ReadAsync(default);

        read["a"].ShouldBe(_time.GetUtcNow(), TimeSpan.FromMilliseconds(1));
        (read["b"], read["c"]).ShouldBe((later, later));
    }

    [Fact]
    public async Task Stop_WhileTheStoreIsAway_Ends()
    {
        using var uses = new AdminKeyUses(_store, _time);
        _store.IsAway = true;
        uses.Note("a");
        await uses.StartAsync(default);

        await uses.StopAsync(default);
    }

    private sealed class Store : IAdminKeyUseStore
    {
        private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new();

        public volatile int Writes;

        public bool IsAway { get; set; }

        public ValueTask WriteAsync(
            IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellationToken)
        {
            if (IsAway)
                throw new StoreUnavailableException("away");
            foreach (var (hash, at) in uses)
                _uses[hash] = at;
            Writes++;
            return default;
        }

        public ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken) =>
            new(new Dictionary<string, DateTimeOffset>(_uses));
    }
}
