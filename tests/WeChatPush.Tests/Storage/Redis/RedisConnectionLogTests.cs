using StackExchange.Redis;
using WeChatPush.Storage.Redis;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Engine;

namespace WeChatPush.Tests.Storage.Redis;

public sealed class RedisConnectionLogTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CapturedLog _lines = new();

    [Fact]
    public void Lost_WhenItComesAndGoesAllTheTime_IsToldNowAndThen()
    {
        var log = new RedisConnectionLog(_time, _lines.CreateLogger("Redis"));

        for (var i = 0; i < 100; i++)
        {
            log.Lost(ConnectionType.Interactive, ConnectionFailureType.Loading);
            log.Restored(ConnectionType.Interactive);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Told("is gone").ShouldBe(2);
        Told("is back").ShouldBe(2);
    }

    [Fact]
    public void Lost_WhenAnotherKindOfConnectionIs_IsToldOfBoth()
    {
        var log = new RedisConnectionLog(_time, _lines.CreateLogger("Redis"));

        log.Lost(ConnectionType.Interactive, ConnectionFailureType.SocketFailure);
        log.Lost(ConnectionType.Subscription, ConnectionFailureType.SocketFailure);

        Told("is gone").ShouldBe(2);
    }

    public void Dispose() => _lines.Dispose();

    private int Told(string words) => _lines.Lines.Count(line => line.Text.Contains(words, StringComparison.Ordinal));
}
