using Microsoft.Extensions.Logging;
using WeChatPush.Telemetry;

namespace WeChatPush.Storage;

/// <summary>
/// Erases a user in every place, the first one first: the spool before the shared store. What was on its way from one to the
/// other is found by the next round.
/// </summary>
internal sealed partial class UserErasureService(IEnumerable<IUserEraser> erasers, ILogger<UserErasureService> logger)
    : IUserErasure
{
    // A user who goes on writing would keep it from ending.
    private const int MaxRounds = 5;

    private readonly List<IUserEraser> _erasers = [.. erasers];

    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var erased = new UserErasure();
        for (var round = 0; round < MaxRounds; round++)
        {
            var more = new UserErasure();
            foreach (var eraser in _erasers)
                more = more.Add(await eraser.EraseAsync(app, openId, cancellationToken));
            erased = erased.Add(more);
            if (!more.Any)
                break;
        }

        foreach (var eraser in _erasers)
            erased = erased.Add(new() { LogRewrite = await eraser.RewriteLogAsync(cancellationToken) });
        LogErased(logger, ShortOpenId.Shorten(openId), app, erased.Pushes, erased.Recipients);
        if (erased.LogRewrite is LogRewrite.Refused)
            LogRewriteRefused.Write(logger);
        return erased;
    }

    [LoggerMessage(150, LogLevel.Information,
        "The user {User} of the app {App} was erased: {Pushes} pushes, {Recipients} places in campaigns, and all credits.")]
    private static partial void LogErased(ILogger logger, string user, string app, int pushes, int recipients);
}
