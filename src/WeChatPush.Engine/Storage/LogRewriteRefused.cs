using Microsoft.Extensions.Logging;

namespace WeChatPush.Storage;

/// <summary>Says that an operator has to have the store's log written anew.</summary>
internal static partial class LogRewriteRefused
{
    /// <summary>Logs it.</summary>
    [LoggerMessage(151, LogLevel.Warning,
        "Redis does not let this user say BGREWRITEAOF: its append-only file still holds what was erased. Say it yourself, or "
        + "allow the command to the user of ConnectionStrings:Redis.")]
    public static partial void Write(ILogger logger);
}
