using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// The way to Redis. A caller gets an answer, or an exception within its deadline: at once while there is no connection or
/// the server does not answer, so that a spool can take over without waiting.
/// </summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    // A connection without an answer for so long is not slow but lost, even if no packet ever reported it.
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly RedisSubscriptions _subscriptions;
    private readonly ConfigurationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RedisConnectionLog _log;
    private Task<RedisLink> _connecting;
    private long _lastAttempt;
    private volatile string? _refusal;
    private volatile bool _connectFailed;
    private volatile bool _replaced;
    private volatile bool _disposed;

    private RedisConnection(ConfigurationOptions options, TimeProvider time, ILogger<RedisConnection> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _log = new RedisConnectionLog(time, logger);
        _subscriptions = new RedisSubscriptions(time, logger);
        _lastAttempt = time.GetTimestamp();
        _connecting = ConnectAsync();
    }

    /// <summary>Connects by a connection string.</summary>
    public static RedisConnection To(string text, TimeProvider time, ILogger<RedisConnection> logger) =>
        RedisSettings.TryRead(text, out var options, out var complaint)
            ? new RedisConnection(options, time, logger)
            : throw new InvalidOperationException($"{RedisSettings.Key} {complaint}");

    /// <summary>Raised when there is a connection, the first or another.</summary>
    public event Action? Connected;

    /// <summary>
    /// Why nothing may be asked of the data, although the server answers; <see langword="null"/>: it may. Every call is refused
    /// with it.
    /// </summary>
    public string? Refusal
    {
        get => _refusal;
        set => _refusal = value;
    }

    /// <summary>Whether this instance has let go of it.</summary>
    public bool IsDisposed => _disposed;

    /// <summary>How it connects, for a client that has a connection of its own.</summary>
    public ConfigurationOptions Settings => _options.Clone();

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time => _time;

    /// <summary>
    /// Runs a script on the keys of one hash tag. The script is sent whole only when the server does not have it (any
    /// more).
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="tag">The hash tag, alone in an array.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="deadline">How long to wait for the answer.</param>
    /// <param name="late">Gets an answer that comes after the deadline.</param>
    /// <exception cref="StoreOutcomeUnknownException">It may have run, or run later.</exception>
    /// <exception cref="StoreUnavailableException">It did not run.</exception>
    public Task<RedisResult> EvaluateAsync(
        RedisScript script,
        RedisKey[] tag,
        RedisValue[] arguments,
        TimeSpan deadline,
        Action<RedisResult>? late = null) =>
        _refusal is { } refusal
            ? Task.FromException<RedisResult>(new StoreFormatException(refusal))
            : AskAsync(script.Name, tag[0], link => CallAsync(link.Database, script, tag, arguments), deadline, late);

    /// <summary>Runs a script also while there is a <see cref="Refusal"/>: one that finds out whether there still has to be.</summary>
    /// <inheritdoc cref="EvaluateAsync"/>
    public Task<RedisResult> EvaluateAlwaysAsync(
        RedisScript script, RedisKey[] tag, RedisValue[] arguments, TimeSpan deadline) =>
        AskAsync(script.Name, tag[0], link => CallAsync(link.Database, script, tag, arguments), deadline, late: null);

    /// <summary>Runs a command that is about no key.</summary>
    /// <inheritdoc cref="EvaluateAsync"/>
    public Task<RedisResult> ExecuteAsync(string command, object[] arguments, TimeSpan deadline) =>
        AskAsync(command, default, link => link.Database.ExecuteAsync(command, arguments), deadline, late: null);

    /// <summary>Runs a command on one server.</summary>
    /// <inheritdoc cref="EvaluateAsync"/>
    public Task<RedisResult> ExecuteAsync(IServer server, string command, object[] arguments, TimeSpan deadline) =>
        AskAsync(command, default, _ => server.ExecuteAsync(command, arguments), deadline, late: null);

    /// <summary>The servers behind the connection string: one, or the nodes of a cluster, replicas included.</summary>
    /// <exception cref="StoreUnavailableException">There is no connection.</exception>
    public async Task<IServer[]> GetServersAsync(TimeSpan deadline) => (await LinkAsync(deadline)).Client.GetServers();

    /// <summary>Subscribes to a channel, also after a reconnection. While the server is away no signal arrives.</summary>
    public void Listen(string channel, Action<string> notify) => _subscriptions.Add(channel, notify);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        try
        {
            var link = await _connecting;
            _subscriptions.MoveTo(null);
            await Task.Run(link.Client.Dispose);
        }
        catch (Exception)
        {
            // There never was a connection; the reason is logged already.
        }
    }

    // The client may be closing: it was replaced between the look and the call.
    private static bool IsConnected(RedisLink link, RedisKey key)
    {
        try
        {
            return link.Database.IsConnected(key);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task<RedisResult> AskAsync(
        string name,
        RedisKey key,
        Func<RedisLink, Task<RedisResult>> ask,
        TimeSpan deadline,
        Action<RedisResult>? late)
    {
        var link = await LinkAsync(deadline);
        if (!IsConnected(link, key))
            throw new StoreUnavailableException("Redis is not connected.");
        if (link.SilenceTimeout is { } silence)
        {
            if (silence > DeadAfter)
                Replace(link, silence);
            throw new StoreUnavailableException($"Redis has not answered for {silence.TotalSeconds:0.0} s.");
        }

        // Inside the try: the client throws on this thread what it refuses at once.
        Task<RedisResult>? call = null;
        try
        {
            call = ask(link);
            return await call.WaitAsync(deadline, _time);
        }
        catch (TimeoutException error) when (call is { IsCompleted: false })
        {
            link.Abandon(call, late);
            throw new StoreOutcomeUnknownException(
                $"Redis did not answer {name} within {deadline.TotalSeconds:0.0##} s.", error);
        }
        catch (Exception error)
        {
            throw RedisFailure.From(error, name);
        }
    }

    private static async Task<RedisResult> CallAsync(
        IDatabase database, RedisScript script, RedisKey[] tag, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, tag, arguments);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ExecuteAsync(
                "EVAL",
                [
                    script.Text,
                    tag.Length,
                    .. tag.Select(key => (object)key),
                    .. arguments.Select(value => (object)value),
                ]);
        }
    }

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
