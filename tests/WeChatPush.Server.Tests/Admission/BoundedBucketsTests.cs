using WeChatPush.Server.Admission;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Admission;

public sealed class BoundedBucketsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly BoundedBuckets<string> _buckets;

    public BoundedBucketsTests() => _buckets = new BoundedBuckets<string>(3, TimeSpan.FromSeconds(6), _time, maxKeys: 2);

    [Fact]
    public void TryTake_GivesAsManyAsTheBucketHolds_AndSaysWhenThereIsAnother()
    {
        Take("a", 4).ShouldBe(3);
        _buckets.TryTake("a", out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(6));
        _buckets.TryTake("b", out _).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(5.5));
        _buckets.TryTake("a", out wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(0.5));

        _time.Advance(TimeSpan.FromSeconds(0.5));
        Take("a", 4).ShouldBe(1);

        // What is refused costs nothing, and a bucket is never fuller than full.
        _time.Advance(TimeSpan.FromHours(1));
        Take("a", 4).ShouldBe(3);
    }

    [Fact]
    public void Return_GivesTheTokenBack_AndKeepsNoFullBucket()
    {
        Take("a", 3).ShouldBe(3);

        _buckets.Return("a");

        Take("a", 3).ShouldBe(1);
        for (var i = 0; i < 3; i++)
            _buckets.Return("a");
        _buckets.Count.ShouldBe(0);
        Take("a", 4).ShouldBe(3);
    }

    [Fact]
    public void TryTake_OfMoreKeysThanThereIsRoomFor_SharesOneBucket_UntilOthersAreFull()
    {
        Take("a", 1);
        Take("b", 1);

        for (var i = 0; i < 1000; i++)
            _buckets.TryTake($"stranger {i}", out _).ShouldBe(i < 3);
        _buckets.Count.ShouldBe(2);
        Take("a", 4).ShouldBe(2);

        _time.Advance(TimeSpan.FromSeconds(18));
        Take("stranger 1", 4).ShouldBe(3);
        _buckets.Count.ShouldBe(1);
    }

    private int Take(string key, int times) => Enumerable.Range(0, times).Count(_ => _buckets.TryTake(key, out var _));
}
