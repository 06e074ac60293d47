using WeChatPush.Sqlite.Inbox;

namespace WeChatPush.Sqlite.Tests.Inbox;

public sealed class DeduplicationIndexTests
{
    private readonly DeduplicationIndex _seen = new();

    [Fact]
    public void Until_WhenTheKeyIsUnknown_IsThePast()
    {
        _seen.Until(7).ShouldBeLessThan(1);
        _seen.Put(8, until: 100, now: 0);
        _seen.Until(7).ShouldBeLessThan(1);
    }

    [Fact]
    public void Put_ManyKeys_KeepsEachWithItsOwnTime()
    {
        var random = new Random(1);
        var keys = Enumerable.Range(0, 100_000).Select(_ => Key(random)).ToList();
        for (var i = 0; i < keys.Count; i++)
            _seen.Put(keys[i], until: 1000 + i, now: 0);

        for (var i = 0; i < keys.Count; i++)
            _seen.Until(keys[i]).ShouldBe(1000 + i);
    }

    [Fact]
    public void Put_WhenTimeGoesOn_ForgetsWhatIsOver_AndKeepsTheRest()
    {
        var random = new Random(2);
        var old = Enumerable.Range(0, 20_000).Select(_ => Key(random)).ToList();
        foreach (var key in old)
            _seen.Put(key, until: 100, now: 0);
        var young = Enumerable.Range(0, 60_000).Select(_ => Key(random)).ToList();
        foreach (var key in young)
            _seen.Put(key, until: 1000, now: 500);

        old.ShouldAllBe(key => _seen.Until(key) <= 500);
        young.ShouldAllBe(key => _seen.Until(key) == 1000);
    }

    [Fact]
    public void Restore_TakesBackWhatWasPut()
    {
        _seen.Put(1, until: 100, now: 0);
        var before = _seen.Until(1);
        _seen.Put(1, until: 900, now: 200);
        _seen.Put(2, until: 900, now: 200);

        _seen.Restore(1, before);
        _seen.Restore(2, 0);

        _seen.Until(1).ShouldBe(100);
        _seen.Until(2).ShouldBeLessThanOrEqualTo(1);
    }

    private static UInt128 Key(Random random) => new((ulong)random.NextInt64(), (ulong)random.NextInt64());
}
