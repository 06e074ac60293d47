using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>Writes that replicas must have before they count, so that none of them is missing after a failover.</summary>
internal sealed partial class RedisConnection
{
    private RedisConnection? _confirming;

    /// <summary>
    /// Runs a script that writes, and waits until replicas have what it wrote (<c>WAIT</c>). The script must write something:
    /// what is waited for is the last write of the connection.
    /// </summary>
    /// <param name="quorum">How many replicas must have it. With none this is <see cref="EvaluateAsync"/>.</param>
    /// <inheritdoc cref="EvaluateAsync"/>
    /// <param name="script"/>
    /// <param name="tag"/>
    /// <param name="arguments"/>
    /// <param name="deadline"/>
    /// <exception cref="StoreOutcomeUnknownException">Too few replicas have it in time. It ran, and may be lost.</exception>
    public Task<RedisResult> EvaluateConfirmedAsync(
        RedisScript script, RedisKey[] tag, RedisValue[] arguments, TimeSpan deadline, ReplicaQuorum quorum)
    {
        if (quorum.Count == 0)
            return EvaluateAsync(script, tag, arguments, deadline);
        return _refusal is { } refusal
            ? Task.FromException<RedisResult>(new StoreFormatException(refusal))
            : Confirming().AskAsync(
                script.Name, tag[0], link => CallConfirmedAsync(link, script, tag, arguments, quorum), deadline, late: null);
    }

    // While WAIT waits, the server reads nothing more from its connection: claims and sends must not stand behind it.
    private RedisConnection Confirming()
    {
        lock (_gate)
        {
            return _disposed
                ? throw new StoreUnavailableException("The store is shut down.")
                : _confirming ??= new RedisConnection(_options, _time, NullLogger<RedisConnection>.Instance);
        }
    }

    private static async Task<RedisResult> CallConfirmedAsync(
        RedisLink link, RedisScript script, RedisKey[] tag, RedisValue[] arguments, ReplicaQuorum quorum)
    {
        var primary = link.FindPrimary(tag[0]) ?? throw new StoreUnavailableException("Redis is not connected.");
        try
        {
            return await CallAsync("EVALSHA", script.HashText);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await CallAsync("EVAL", script.Text);
        }

        async Task<RedisResult> CallAsync(string command, string which)
        {
            // A connection that was opened in between has written nothing, so its WAIT would be answered at once.
            var opened = ConnectionsOpenedTo(primary);
            var write = primary.ExecuteAsync(
                command,
                [
                    which,
                    tag.Length,
                    .. tag.Select(key => (object)key),
                    .. arguments.Select(value => (object)value),
                ],
                CommandFlags.NoRedirect);
            var confirmation = primary.ExecuteAsync("WAIT", [quorum.Count, quorum.Milliseconds], CommandFlags.NoRedirect);
            await ((Task)Task.WhenAll(write, confirmation)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var result = await write;
            var confirmed = (int)await confirmation;
            if (confirmed < quorum.Count)
                throw new StoreOutcomeUnknownException(quorum.Missing(confirmed));
            return ConnectionsOpenedTo(primary) == opened
                ? result
                : throw new StoreOutcomeUnknownException($"The connection to Redis broke between {script.Name} and its confirmation.");
        }
    }

    private static long ConnectionsOpenedTo(IServer server) => server.GetCounters().Interactive.SocketCount;
}
