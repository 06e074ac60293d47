using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>
/// Erases users from the embedded database. Campaigns first: they hold credits of their own, and what they hold must not go
/// back to a ledger that has forgotten the user.
/// </summary>
internal sealed class SqliteUserEraser(
    SqliteStore store,
    SqliteInbox inbox,
    SqliteSendingStore sending,
    SqliteConversationStore conversations,
    SqliteCreditLedger ledger,
    SqliteCampaignStore campaigns,
    TimeProvider time) : IUserEraser
{
    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var user = new NamedUser(openId);
        await inbox.IndexAsync(cancellationToken);
        var pushes = await PushErasure.RunAsync(store, app, user, time.GetUtcNow(), cancellationToken);
        inbox.SignalWork();
        var recipients = await campaigns.EraseUserAsync(app, openId, cancellationToken);
        var credits = await ledger.EraseUserAsync(app, openId);
        return credits.Add(new()
        {
            Pushes = pushes,
            Recipients = recipients,
            Sent = await conversations.EraseUserAsync(app, openId),
            Windows = await sending.EraseWindowAsync(app, openId),
            Spooled = await SpoolErasure.RunAsync(store, app, user, cancellationToken),
        });
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => store.CutLogAsync(cancellationToken);
}
