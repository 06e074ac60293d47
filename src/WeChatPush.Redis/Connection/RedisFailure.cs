using StackExchange.Redis;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>What an exception of the client says about the call: it did not run, or its outcome is unknown.</summary>
internal static class RedisFailure
{
    /// <summary>The failure in the store's terms. Whatever is not certain is unknown.</summary>
    /// <param name="error">What the client threw, on the caller's thread or in its task.</param>
    /// <param name="name">The script or command.</param>
    public static StoreUnavailableException From(Exception error, string name) => error switch
    {
        // The server refused it: out of memory, loading, a replica, its disk is full, not permitted.
        RedisServerException => new StoreUnavailableException(error.Message, error),

        // The client refused it, because its options forbid the command or no node serves the key.
        RedisCommandException => new StoreUnavailableException($"The Redis client refuses {name}: {error.Message}", error),
        RedisConnectionException { CommandStatus: CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog } =>
            new StoreUnavailableException("Redis is not connected.", error),
        _ => new StoreOutcomeUnknownException($"The connection to Redis broke during {name}.", error),
    };

    /// <summary>
    /// Whether the command itself was refused, by the server (ACL, a renamed command, a managed service) or by the client
    /// (<c>allowAdmin=false</c>), while the server works.
    /// </summary>
    public static bool IsForbidden(StoreUnavailableException failure) => failure.InnerException switch
    {
        RedisCommandException => true,
        RedisServerException { Message: var answer } => answer.StartsWith("NOPERM", StringComparison.Ordinal)
            || answer.StartsWith("ERR ", StringComparison.Ordinal),
        _ => false,
    };
}
