using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>How the client is opened, and replaced when it does not answer.</summary>
internal sealed partial class RedisConnection
{
    private ValueTask<RedisLink> LinkAsync(TimeSpan deadline)
    {
        if (_disposed)
            throw new StoreUnavailableException("The store is shut down.");
        var connecting = Volatile.Read(ref _connecting);
        if (connecting.IsCompletedSuccessfully)
            return new(connecting.Result);

        // Only the very first connection is worth waiting for; when one was lost, a spool must take over at once.
        return new(SlowlyAsync(connecting, _replaced ? TimeSpan.Zero : deadline));

        async Task<RedisLink> SlowlyAsync(Task<RedisLink> attempt, TimeSpan limit)
        {
            try
            {
                return await attempt.WaitAsync(limit, _time);
            }
            catch (Exception error)
            {
                if (attempt.IsFaulted)
                    TryAgain(attempt);
                throw new StoreUnavailableException("Redis is not connected.", error);
            }
        }
    }

    private void TryAgain(Task<RedisLink> failed)
    {
        lock (_gate)
        {
            if (_connecting != failed || _disposed || _time.GetElapsedTime(_lastAttempt) < BetweenAttempts)
                return;
            _lastAttempt = _time.GetTimestamp();
            _connecting = ConnectAsync();
        }
    }

    private void Replace(RedisLink dead, TimeSpan silence)
    {
        if (dead.IsPartitioned)
        {
            if (dead.TryReplace())
                _ = ReplacePartitionedAsync(dead, silence);
            return;
        }

        lock (_gate)
        {
            if (!_connecting.IsCompletedSuccessfully || _connecting.Result != dead || _disposed)
                return;
            LogDead(_logger, (int)silence.TotalSeconds);
            _replaced = true;
            _lastAttempt = _time.GetTimestamp();
            _connecting = ConnectAsync();
        }

        _ = Task.Run(dead.Client.Dispose);
    }

    // Other servers answer, so the client stays what it is for them until there is another.
    private async Task ReplacePartitionedAsync(RedisLink dead, TimeSpan silence)
    {
        LogDead(_logger, (int)silence.TotalSeconds);
        RedisLink link;
        try
        {
            link = await ConnectAsync();
        }
        catch (Exception)
        {
            dead.Keep();
            return;
        }

        lock (_gate)
        {
            if (!_disposed)
            {
                _connecting = Task.FromResult(link);
                link = dead;
            }
        }

        await Task.Delay(ReplacedAfter, _time, CancellationToken.None);
        await Task.Run(link.Client.Dispose);
    }

    private async Task<RedisLink> ConnectAsync()
    {
        // Off the caller's back: names are looked up and certificates are read before the first wait.
        await Task.Yield();
        ConnectionMultiplexer client;
        try
        {
            client = await ConnectionMultiplexer.ConnectAsync(_options);
        }
        catch (Exception error)
        {
            if (!_connectFailed)
                LogConnectFailed(_logger, error.Message);
            _connectFailed = true;
            throw;
        }

        client.ConnectionFailed += (_, failure) => _log.Lost(failure.ConnectionType, failure.FailureType);
        client.ConnectionRestored += (_, restored) =>
        {
            _log.Restored(restored.ConnectionType);
            Connected?.Invoke();
        };
        _connectFailed = false;
        _subscriptions.MoveTo(client);
        if (client.IsConnected)
            Connected?.Invoke();
        return new RedisLink(client, _time);
    }

    [LoggerMessage(130, LogLevel.Error, "Redis cannot be connected: {Reason} It is tried again and again.")]
    private static partial void LogConnectFailed(ILogger logger, string reason);

    [LoggerMessage(133, LogLevel.Warning,
        "Redis has not answered for {Seconds} s; the connection counts as lost and is opened again.")]
    private static partial void LogDead(ILogger logger, int seconds);
}
