using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>
/// The ledger's tables. Times are Unix seconds, but for leases, which are milliseconds.
/// <list type="bullet">
/// <item><c>credit_user</c>: only users who have something: for how many templates they can be reached, and until when
/// by formId. The counters of an app change with these rows.</item>
/// <item><c>credit_form</c>: the formIds that are free; a reserved one lies in its reservation.</item>
/// <item><c>credit_due</c>: how many of something run out in a second, and in an hour, so that what is valid at any
/// time is the sum of a few hundred rows instead of a scan.</item>
/// <item><c>credit_seen</c>: what <see cref="CreditMemory"/> is about.</item>
/// <item><c>credit_log</c>: what <see cref="ReportLog"/> is about, one row for each user, until it can be forgotten.</item>
/// </list>
/// </summary>
internal static class CreditSchema
{
    public const string Version1 = """
        CREATE TABLE credit_app (
            app             TEXT PRIMARY KEY,
            users           INTEGER NOT NULL DEFAULT 0,
            forms_uncertain INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;

        CREATE TABLE credit_template (
            no          INTEGER PRIMARY KEY,
            app         TEXT NOT NULL,
            template_id TEXT NOT NULL,
            credits     INTEGER NOT NULL DEFAULT 0,
            users       INTEGER NOT NULL DEFAULT 0,
            uncertain   INTEGER NOT NULL DEFAULT 0,
            undelivered INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX credit_template_id ON credit_template (app, template_id);

        CREATE TABLE credit_user (
            app             TEXT NOT NULL,
            open_id         TEXT NOT NULL,
            templates       INTEGER NOT NULL,
            forms_until     INTEGER,
            forms_reserved  INTEGER NOT NULL,
            forms_uncertain INTEGER NOT NULL,
            PRIMARY KEY (app, open_id)
        ) WITHOUT ROWID;

        CREATE TABLE credit_permit (
            template    INTEGER NOT NULL,
            open_id     TEXT NOT NULL,
            usable      INTEGER NOT NULL,
            reserved    INTEGER NOT NULL,
            uncertain   INTEGER NOT NULL,
            undelivered INTEGER NOT NULL,
            long_term   INTEGER NOT NULL,
            earned      INTEGER NOT NULL,
            burned      INTEGER NOT NULL,
            PRIMARY KEY (template, open_id)
        ) WITHOUT ROWID;

        CREATE TABLE credit_form (
            app        TEXT NOT NULL,
            open_id    TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            form_id    TEXT NOT NULL,
            PRIMARY KEY (app, open_id, expires_at, form_id)
        ) WITHOUT ROWID;

        CREATE TABLE credit_due (
            app  TEXT NOT NULL,
            what INTEGER NOT NULL,
            span INTEGER NOT NULL,
            slot INTEGER NOT NULL,
            n    INTEGER NOT NULL,
            PRIMARY KEY (app, what, span, slot)
        ) WITHOUT ROWID;

        CREATE TABLE credit_seen (
            key  BLOB PRIMARY KEY,
            week INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE credit_reservation (
            id           BLOB PRIMARY KEY,
            app          TEXT NOT NULL,
            open_id      TEXT NOT NULL,
            template     INTEGER,
            earned       INTEGER,
            long_term    INTEGER,
            form_id      TEXT,
            expires_at   INTEGER,
            begun        INTEGER NOT NULL,
            leased_until INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX credit_lease ON credit_reservation (leased_until);
        """;

    /// <summary>Logs of what users reported. Counts of nothing go; from now on none are kept.</summary>
    public const string Version2 = """
        CREATE TABLE credit_log (
            app     TEXT NOT NULL,
            open_id TEXT NOT NULL,
            until   INTEGER NOT NULL,
            entries BLOB NOT NULL,
            PRIMARY KEY (app, open_id)
        ) WITHOUT ROWID;

        DELETE FROM credit_due WHERE n = 0;
        """;

    /// <summary>Of which app something was seen; empty: a version saw it that did not say so.</summary>
    public const string Version3 = "ALTER TABLE credit_seen ADD COLUMN app TEXT";

    /// <summary>Brings the tables up to date.</summary>
    public static void Migrate(SqliteStore store) => store.Migrate("credits", Version1, Version2, Version3);
}
