using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// The clock of the fleet is the server's: a lease must mean the same to instances whose own clocks differ, so times go
/// there and back as distances from now. Only a clock that is not the system's (a test's) is passed in.
/// </summary>
internal sealed class RedisClock(TimeProvider time)
{
    /// <summary>The first argument of every script.</summary>
    public RedisValue Now =>
        ReferenceEquals(time, TimeProvider.System) ? RedisValue.EmptyString : Milliseconds(time.GetUtcNow());

    /// <summary>How far a time is ahead, in milliseconds.</summary>
    public long Until(DateTimeOffset at) => (long)Math.Ceiling((at - time.GetUtcNow()).TotalMilliseconds);

    /// <summary>The time that is so far ahead, by this instance's clock.</summary>
    public DateTimeOffset In(long milliseconds) => time.GetUtcNow().AddMilliseconds(milliseconds);

    /// <summary>The end of a time before now.</summary>
    public long Before(TimeSpan age) => Milliseconds(time.GetUtcNow() - age);

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
