using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Storage;

namespace WeChatPush.Sqlite.Credits;

/// <summary>Erases an app's credits: what users have, what is reserved, what was seen, and the counters.</summary>
internal static class AppCreditErasure
{
    private const string DropUsers = """
        DELETE FROM credit_user WHERE (app, open_id) IN (SELECT app, open_id FROM credit_user WHERE app = $1 LIMIT $2)
        """;

    private static readonly string[] DropRows =
    [
        """
        DELETE FROM credit_form WHERE (app, open_id, expires_at, form_id) IN
            (SELECT app, open_id, expires_at, form_id FROM credit_form WHERE app = $1 LIMIT $2)
        """,
        """
        DELETE FROM credit_permit WHERE (template, open_id) IN
            (SELECT p.template, p.open_id FROM credit_template t JOIN credit_permit p ON p.template = t.no WHERE t.app = $1 LIMIT $2)
        """,
        "DELETE FROM credit_log WHERE (app, open_id) IN (SELECT app, open_id FROM credit_log WHERE app = $1 LIMIT $2)",
        """
        DELETE FROM credit_due WHERE (app, what, span, slot) IN
            (SELECT app, what, span, slot FROM credit_due WHERE app = $1 LIMIT $2)
        """,
    ];

    private const string FindReservations = "SELECT id FROM credit_reservation WHERE app = $1 AND id > $2 ORDER BY id LIMIT $3";
    private const string DropReservation = "DELETE FROM credit_reservation WHERE id = $1";
    private const string FindSeen = "SELECT key FROM credit_seen WHERE app = $1 AND key > $2 ORDER BY key LIMIT $3";
    private const string DropSeen = "DELETE FROM credit_seen WHERE key = $1";

    // The number of a template that is gone may be given to another.
    private const string DropTemplates = """
        DELETE FROM credit_template WHERE no IN (SELECT no FROM credit_template t WHERE app = $1
            AND NOT EXISTS (SELECT 1 FROM credit_permit p WHERE p.template = t.no) LIMIT $2)
        """;

    private const string DropCounters = "DELETE FROM credit_app WHERE app = $1";

    /// <summary>Erases them; returns of how many users, and how many other rows, it were.</summary>
    public static async ValueTask<(int Users, int Rows)> RunAsync(SqliteStore store, string app, CancellationToken cancellationToken)
    {
        var rows = await AppRows.EraseAsync(
            store, FindReservations, static (session, id) => session.Execute(DropReservation, id), app, Array.Empty<byte>(), cancellationToken);
        var users = await AppRows.EraseAsync(store, DropUsers, app, cancellationToken);
        foreach (var statement in DropRows)
            rows += await AppRows.EraseAsync(store, statement, app, cancellationToken);
        rows += await AppRows.EraseAsync(
            store, FindSeen, static (session, key) => session.Execute(DropSeen, key), app, Array.Empty<byte>(), cancellationToken);
        rows += await AppRows.EraseAsync(store, DropTemplates, app, cancellationToken);
        return (users, rows + await store.WriteAsync(session => session.Execute(DropCounters, app)));
    }
}
