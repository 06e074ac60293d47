using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Connection;

public sealed class RedisConnectionLogTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogger _lines = new();

    [Fact]
    public void Lost_WhenItComesAndGoesAllTheTime_IsToldNowAndThen()
    {
        var log = new RedisConnectionLog(_time, _lines);

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
        var log = new RedisConnectionLog(_time, _lines);

        log.Lost(ConnectionType.Interactive, ConnectionFailureType.SocketFailure);
        log.Lost(ConnectionType.Subscription, ConnectionFailureType.SocketFailure);

        Told("is gone").ShouldBe(2);
    }

    private int Told(string words) => _lines.Collector.Lines.Count(line => line.Contains(words, StringComparison.Ordinal));
}
