using Microsoft.Extensions.Logging;

namespace WeChatPush.Storage;

/// <summary>
/// Erases an app in every place, the first one first: the spool before the shared store. What was on its way from one to the
/// other, and what the last holders of its pushes still wrote, is found by the next round.
/// </summary>
internal sealed partial class AppErasureService(IEnumerable<IAppEraser> erasers, ILogger<AppErasureService> logger) : IAppErasure
{
    // An instance that still has the app would keep it from ending.
    private const int MaxRounds = 5;

    private readonly List<IAppEraser> _erasers = [.. erasers];

    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var erased = new AppErasure();
        for (var round = 0; round < MaxRounds; round++)
        {
            var more = new AppErasure();
            foreach (var eraser in _erasers)
                more = more.Add(await eraser.EraseAsync(app, cancellationToken));
            erased = erased.Add(more);
            if (!more.Any)
                break;
        }

        foreach (var eraser in _erasers)
            erased = erased.Add(new() { LogRewrite = await eraser.RewriteLogAsync(cancellationToken) });
        LogErased(logger, app, erased.Pushes, erased.Users, erased.Campaigns);
        if (erased.LogRewrite is LogRewrite.Refused)
            LogRewriteRefused.Write(logger);
        return erased;
    }

    [LoggerMessage(152, LogLevel.Information,
        "What was stored of the app {App} was erased: {Pushes} pushes, the credits of {Users} users, {Campaigns} campaigns, and all "
        + "else.")]
    private static partial void LogErased(ILogger logger, string app, int pushes, int users, int campaigns);
}
