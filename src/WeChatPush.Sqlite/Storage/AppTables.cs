using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Storage;

/// <summary>
/// Erases an app from the tables of the file that are there. All are where it is the store; where it is the spool of an instance
/// that works on a shared store, those of a time in which it was the store.
/// </summary>
internal static class AppTables
{
    private const string Exists = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1";

    private const string DropWindows = """
        DELETE FROM sending_window WHERE (app, openid) IN (SELECT app, openid FROM sending_window WHERE app = $1 LIMIT $2)
        """;

    private const string DropSent = "DELETE FROM sent_message WHERE n IN (SELECT n FROM sent_message WHERE app = $1 LIMIT $2)";

    private const string DropSendKeys =
        "DELETE FROM send_key WHERE (app, key) IN (SELECT app, key FROM send_key WHERE app = $1 LIMIT $2)";

    private const string DropSendKeyCount = """
        DELETE FROM send_key_count WHERE app = $1 AND NOT EXISTS (SELECT 1 FROM send_key WHERE app = $1)
        """;

    private const string DropProgress = "DELETE FROM bulk_progress WHERE app = $1";

    private const string DropStats = """
        DELETE FROM stat WHERE (app, at, instance) IN (SELECT app, at, instance FROM stat WHERE app = $1 LIMIT $2)
        """;

    private const string DropHandshakes = "DELETE FROM handshake WHERE app = $1";

    /// <summary>
    /// Erases what there is now. Campaigns first: what they hold must not go back to a ledger that has forgotten the app.
    /// </summary>
    public static async ValueTask<AppErasure> EraseAsync(
        SqliteStore store, string app, AppendLog? log, CancellationToken cancellationToken)
    {
        var erased = new AppErasure();
        if (await HasAsync("campaign"))
        {
            var (campaigns, rows) = await AppCampaignErasure.RunAsync(store, app, cancellationToken);
            erased = erased.Add(new() { Campaigns = campaigns, Others = rows });
        }

        if (await HasAsync("push"))
        {
            InboxSchema.Migrate(store);
            var (pushes, identities) = await AppPushErasure.RunAsync(store, app, log, cancellationToken);
            erased = erased.Add(new() { Pushes = pushes, Others = identities });
        }

        if (await HasAsync("credit_app"))
        {
            CreditSchema.Migrate(store);
            var (users, rows) = await AppCreditErasure.RunAsync(store, app, cancellationToken);
            erased = erased.Add(new() { Users = users, Others = rows });
        }

        if (await HasAsync("sending_window"))
            erased = erased.Add(new() { Windows = await AppRows.EraseAsync(store, DropWindows, app, cancellationToken) });
        if (await HasAsync("sent_message"))
            erased = erased.Add(new() { Others = await AppRows.EraseAsync(store, DropSent, app, cancellationToken) });
        if (await HasAsync("send_key"))
        {
            var keys = await AppRows.EraseAsync(store, DropSendKeys, app, cancellationToken);
            await store.WriteAsync(session => session.Execute(DropSendKeyCount, app));
            erased = erased.Add(new() { Others = keys });
        }

        if (await HasAsync("bulk_progress"))
            erased = erased.Add(new() { Others = await store.WriteAsync(session => session.Execute(DropProgress, app)) });
        if (await HasAsync("stat"))
            erased = erased.Add(new() { Others = await AppRows.EraseAsync(store, DropStats, app, cancellationToken) });
        if (await HasAsync("handshake"))
            erased = erased.Add(new() { Others = await store.WriteAsync(session => session.Execute(DropHandshakes, app)) });
        return erased;

        async ValueTask<bool> HasAsync(string table) =>
            await store.ReadAsync(session => session.Scalar(Exists, table), cancellationToken) is 1L;
    }
}
