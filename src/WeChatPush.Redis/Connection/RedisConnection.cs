using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Coordination;
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

    // What other callers have asked a client that is replaced for the sake of one server of many.
    private static readonly TimeSpan ReplacedAfter = TimeSpan.FromSeconds(5);

    // While the client looks for another primary it blocks threads of the pool, for each of its connections some, and the
    // answers of the Sentinel need threads too.
    private const int SentinelThreads = 128;
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
        if (options.ServiceName is not null)
            ReservedThreads.Reserve("sentinel", SentinelThreads);
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

    /// <summary>Whether keys lie on several servers, by their hash tag; false also while there is no connection.</summary>
    public bool IsPartitioned => Volatile.Read(ref _connecting) is { IsCompletedSuccessfully: true, Result.IsPartitioned: true };

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
        AskAsync(command, default, _ => server.ExecuteAsync(command, arguments), deadline, late: null, server);

    /// <summary>The servers behind the connection string: one, or the nodes of a cluster, replicas included.</summary>
    /// <exception cref="StoreUnavailableException">There is no connection.</exception>
    public async Task<IServer[]> GetServersAsync(TimeSpan deadline) => (await LinkAsync(deadline)).Client.GetServers();

    /// <summary>Subscribes to a channel, also after a reconnection. While the server is away no signal arrives.</summary>
    public void Listen(string channel, Action<string> notify) => _subscriptions.Add(channel, notify);

    public async ValueTask DisposeAsync()
    {
        RedisConnection? confirming;
        lock (_gate)
            (_disposed, confirming) = (true, _confirming);
        if (confirming is not null)
            await confirming.DisposeAsync();
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

    private async Task<RedisResult> AskAsync(
        string name,
        RedisKey key,
        Func<RedisLink, Task<RedisResult>> ask,
        TimeSpan deadline,
        Action<RedisResult>? late,
        IServer? server = null)
    {
        var link = await LinkAsync(deadline);
        var silence = (server is null ? link.FindServer(key) : link.SilenceOf(server.EndPoint))
            ?? throw new StoreUnavailableException("Redis is not connected.");
        if (silence.Timeout is { } silent)
        {
            if (silent > DeadAfter)
                Replace(link, silent);
            throw new StoreUnavailableException($"Redis has not answered for {silent.TotalSeconds:0.0} s.");
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
            silence.Abandon(call, late);
            throw new StoreOutcomeUnknownException(
                $"Redis did not answer {name} within {deadline.TotalSeconds:0.0##} s.", error);
        }
        catch (Exception error) when (error is not StoreUnavailableException)
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
}
