using WeChatPush.Credits;
using WeChatPush.Inbox;

namespace WeChatPush.Server.Api.Apps;

/// <summary>What is stored of an app.</summary>
internal sealed class AppData(IPushHistory history, ICredits credits)
{
    /// <summary>Counts what is left of one that was deleted.</summary>
    public async ValueTask<RemovedAppView> CountAsync(string app, CancellationToken cancellationToken)
    {
        var backlog = await history.CountAsync(app, cancellationToken);
        var totals = await credits.GetTotalsAsync(app, cancellationToken);
        return new(backlog, totals.Users, totals.FormIds.Credits + totals.Templates.Sum(template => template.Credits));
    }
}

/// <summary>What is left of an app that was deleted.</summary>
/// <param name="Left">Pushes that were not handled, and dead letters.</param>
/// <param name="Users">Users who have a credit.</param>
/// <param name="Credits">Credits that could be spent.</param>
internal sealed record RemovedAppView(PushBacklog Left, long Users, long Credits);
