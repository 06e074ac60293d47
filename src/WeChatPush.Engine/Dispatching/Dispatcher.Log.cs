using Microsoft.Extensions.Logging;

namespace WeChatPush.Dispatching;

internal sealed partial class Dispatcher
{
    [LoggerMessage(300, LogLevel.Error, "The dispatcher met an error and continues.")]
    private static partial void LogLoopFailed(ILogger logger, Exception error);

    [LoggerMessage(301, LogLevel.Warning,
        "The lease of a push was lost before it ended; another holder has it now. If this repeats, raise WeChatPush:Dispatching:Lease.")]
    private static partial void LogLeaseLost(ILogger logger);

    [LoggerMessage(302, LogLevel.Warning, "A push could not be settled; it is taken up again when its lease ends.")]
    private static partial void LogNotSettled(ILogger logger);

    [LoggerMessage(303, LogLevel.Error, "A push became a dead letter: {Reason}")]
    private static partial void LogDeadLetter(ILogger logger, string reason);

    [LoggerMessage(305, LogLevel.Information,
        "This instance only receives (WeChatPush:Dispatching:Concurrency is 0); pushes are handled by others that share its store.")]
    private static partial void LogOnlyReceives(ILogger logger);

    [LoggerMessage(304, LogLevel.Warning, "The shutdown leaves {Count} pushes unfinished; they are handed back.")]
    private static partial void LogAbandoning(ILogger logger, int count);
}
