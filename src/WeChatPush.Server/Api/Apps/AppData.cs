using System.Text.Json.Serialization;
using WeChatPush.Credits;
using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Apps;

/// <summary>What is stored of an app.</summary>
internal sealed class AppData(IPushHistory history, ICredits credits, IAppErasure erasure, TimeProvider time)
{
    // Until every instance knows that the app is gone, one may still take its pushes.
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1.5);

    /// <summary>Counts what is left of an app that was deleted.</summary>
    public async ValueTask<RemovedAppView> CountAsync(string app, CancellationToken cancellationToken)
    {
        var backlog = await history.CountAsync(app, cancellationToken);
        var totals = await credits.GetTotalsAsync(app, cancellationToken);
        return new(backlog, totals.Users, totals.FormIds.Credits + totals.Templates.Sum(template => template.Credits));
    }

    /// <summary>Erases what is left. A caller who hangs up does not stop it.</summary>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        await Task.Delay(UntilKnown, time, cancellationToken);
        return await erasure.EraseAsync(app, CancellationToken.None);
    }
}

/// <summary>What becomes of the data of an app that is deleted.</summary>
internal enum AppDataFate
{
    /// <summary>It stays until its retention is over.</summary>
    Keep,

    /// <summary>It is erased.</summary>
    Erase,
}

/// <summary>What was left of an app when it was deleted.</summary>
/// <param name="Left">Pushes that were not handled, and dead letters.</param>
/// <param name="Users">Users who have a credit.</param>
/// <param name="Credits">Credits that could be spent.</param>
internal sealed record RemovedAppView(PushBacklog Left, long Users, long Credits)
{
    /// <summary>What was erased, where that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AppErasure? Erased { get; init; }
}
