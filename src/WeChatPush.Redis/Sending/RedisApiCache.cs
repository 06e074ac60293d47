using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Logging;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Sending;

/// <summary>
/// A cache in Redis that costs nothing when Redis is away: what is not answered by the deadline is a miss, and what
/// cannot be written is left out. The framework's own cache would wait for its connection, and for every timeout.
/// </summary>
internal sealed partial class RedisApiCache : IDistributedCache, IDisposable
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "wechatpush:cache:";

    /// <summary>How long a reader waits.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    // A write has no deadline of its own (below).
    private const int WriteTimeoutMilliseconds = 5_000;

    private readonly RedisCache _redis;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _isAway;

    public RedisApiCache(RedisConnection redis, TimeProvider time, ILogger<RedisApiCache> logger)
    {
        (_time, _logger) = (time, logger);
        var settings = redis.Settings;
        settings.AsyncTimeout = WriteTimeoutMilliseconds;
        _redis = new(new RedisCacheOptions { ConfigurationOptions = settings, InstanceName = Prefix });
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        // Off the caller's thread: the first call looks up names and reads certificates before its first wait.
        var call = Task.Run(() => _redis.GetAsync(key, token), token);
        return await SucceedsAsync(call.WaitAsync(Deadline, _time, token), token) ? await call : null;
    }

    /// <inheritdoc/>
    /// <remarks>Without a deadline: the bytes are the caller's, and must not be read after the call returns.</remarks>
    public Task SetAsync(
        string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        SucceedsAsync(_redis.SetAsync(key, value, options, token), token);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken token = default) =>
        SucceedsAsync(_redis.RemoveAsync(key, token).WaitAsync(Deadline, _time, token), token);

    /// <inheritdoc/>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    byte[]? IDistributedCache.Get(string key) => throw Blocking();

    void IDistributedCache.Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Blocking();

    void IDistributedCache.Remove(string key) => throw Blocking();

    void IDistributedCache.Refresh(string key) => throw Blocking();

    /// <summary>
    /// Closes the connection in the background, on no thread of the pool: a server that does not answer holds up neither
    /// the shutdown nor what else ends in it.
    /// </summary>
    public void Dispose() => _ = Task.Factory.StartNew(
        _redis.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static NotSupportedException Blocking() => new("No thread waits for a cache.");

    private async Task<bool> SucceedsAsync(Task call, CancellationToken token)
    {
        try
        {
            await call;
            _isAway = false;
            return true;
        }
        catch (Exception error) when (!token.IsCancellationRequested)
        {
            if (!_isAway)
                LogAway(_logger, error.Message);
            _isAway = true;
            return false;
        }
    }

    [LoggerMessage(135, LogLevel.Warning, "The cache in Redis is left out until it works: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
