namespace WeChatPush.Sqlite.Campaigns;

/// <summary>
/// The campaigns' tables. Times are Unix milliseconds, slots microseconds.
/// <list type="bullet">
/// <item><c>campaign_recipient</c>: written once when a recipient is listed or found, and once when it has an outcome. It
/// is never searched: recipients are taken in the order of their numbers, and <c>taken_up_to</c> is how far that has
/// come.</item>
/// <item><c>campaign_taken</c>: those who were taken and have no outcome yet, with their credit; without a holder: those
/// who were released, and come first when some are taken again.</item>
/// <item><c>campaign_day</c>: how many messages of campaigns a user gets in a day.</item>
/// </list>
/// </summary>
internal static class CampaignSchema
{
    /// <summary>The id that WeChat gave the message of a recipient.</summary>
    public const string Version2 = "ALTER TABLE campaign_recipient ADD COLUMN msg_id INTEGER";

    public const string Version1 = """
        CREATE TABLE campaign (
            no            INTEGER PRIMARY KEY,
            id            TEXT NOT NULL,
            app           TEXT NOT NULL,
            plan          TEXT NOT NULL,
            visibility    INTEGER NOT NULL,
            loading_until INTEGER,
            state         INTEGER NOT NULL,
            reason        INTEGER,
            resumes_at    INTEGER,
            start_at      INTEGER,
            created_at    INTEGER NOT NULL,
            started_at    INTEGER,
            finished_at   INTEGER,
            gathered      INTEGER NOT NULL,
            gather_cursor TEXT,
            last_number   INTEGER NOT NULL DEFAULT 0,
            taken_up_to   INTEGER NOT NULL DEFAULT 0,
            next_slot     INTEGER NOT NULL DEFAULT 0,
            due_slot      INTEGER NOT NULL DEFAULT 0,
            held          INTEGER NOT NULL DEFAULT 0,
            pending       INTEGER NOT NULL DEFAULT 0,
            sent          INTEGER NOT NULL DEFAULT 0,
            no_credit     INTEGER NOT NULL DEFAULT 0,
            refused       INTEGER NOT NULL DEFAULT 0,
            failed        INTEGER NOT NULL DEFAULT 0,
            uncertain     INTEGER NOT NULL DEFAULT 0,
            cancelled     INTEGER NOT NULL DEFAULT 0,
            skipped       INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX campaign_id ON campaign (app, id);
        CREATE INDEX campaign_state ON campaign (visibility, state);

        CREATE TABLE campaign_recipient (
            campaign INTEGER NOT NULL,
            number   INTEGER NOT NULL,
            open_id  TEXT NOT NULL,
            fields   TEXT,
            outcome  INTEGER NOT NULL DEFAULT 0,
            err_code INTEGER,
            err_msg  TEXT,
            at       INTEGER,
            PRIMARY KEY (campaign, number)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX campaign_recipient_user ON campaign_recipient (campaign, open_id);
        CREATE INDEX campaign_recipient_outcome ON campaign_recipient (campaign, outcome, number) WHERE outcome <> 0;

        CREATE TABLE campaign_taken (
            campaign   INTEGER NOT NULL,
            number     INTEGER NOT NULL,
            open_id    TEXT NOT NULL,
            holder     TEXT,
            begun      INTEGER NOT NULL,
            day        INTEGER,
            template   INTEGER,
            earned     INTEGER,
            long_term  INTEGER,
            form_id    TEXT,
            expires_at INTEGER,
            PRIMARY KEY (campaign, number)
        ) WITHOUT ROWID;

        CREATE TABLE campaign_holder (
            campaign     INTEGER NOT NULL,
            holder       TEXT NOT NULL,
            leased_until INTEGER NOT NULL,
            PRIMARY KEY (campaign, holder)
        ) WITHOUT ROWID;

        CREATE TABLE campaign_day (
            day     INTEGER NOT NULL,
            app     TEXT NOT NULL,
            open_id TEXT NOT NULL,
            n       INTEGER NOT NULL,
            PRIMARY KEY (day, app, open_id)
        ) WITHOUT ROWID;

        CREATE TABLE campaign_key (
            app       TEXT NOT NULL,
            key       TEXT NOT NULL,
            campaign  TEXT NOT NULL,
            body_hash BLOB NOT NULL,
            PRIMARY KEY (app, key)
        ) WITHOUT ROWID;
        """;
}
