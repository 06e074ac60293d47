using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// The inbox's tables. <c>push</c> is narrow because it is rewritten at each step; the body is written once, beside it.
/// <c>due_at</c> is set only on the push at the head of its mailbox: when it may be claimed, or, while it is being handled,
/// when its lease ends. A push that waits behind a head has none, so claiming never looks at it.
/// <c>awaits</c> marks a push with a request of WeChat's waiting for its content; it is due before all others. Times are
/// Unix milliseconds.
/// </summary>
internal static class InboxSchema
{
    public const int Queued = (int)PushState.Queued;
    public const int Processing = (int)PushState.Processing;
    public const int Retrying = (int)PushState.Retrying;
    public const int Done = (int)PushState.Done;
    public const int Dead = (int)PushState.Dead;

    /// <summary>The due time of a push that cannot wait: before any real one.</summary>
    public const long AtOnce = 0;

    /// <summary>What the channel added beside the body: <see cref="PushSource"/>.</summary>
    public const string Version2 = "ALTER TABLE push_body ADD COLUMN source TEXT";

    /// <summary>
    /// What arrived and was not yet taken apart, and the keys of what arrived: <see cref="AppendLog"/>. <c>seen</c> keeps
    /// only those that await a reply.
    /// </summary>
    public const string Version3 = """
        CREATE TABLE arrival (
            n      INTEGER PRIMARY KEY,
            app    TEXT NOT NULL,
            at     INTEGER NOT NULL,
            count  INTEGER NOT NULL,
            pushes BLOB NOT NULL
        );

        CREATE TABLE arrival_key (
            n     INTEGER PRIMARY KEY,
            until INTEGER NOT NULL,
            keys  BLOB NOT NULL
        );
        """;

    /// <summary>The id that WeChat gave a message.</summary>
    public const string Version4 = "ALTER TABLE send ADD COLUMN msg_id TEXT";

    /// <summary>What is due of each app, so that the backlog of one is not walked through to find another's.</summary>
    public const string Version5 = "CREATE INDEX push_due_app ON push (app, due_at, seq) WHERE due_at IS NOT NULL";

    /// <summary>
    /// Which packed pushes are claimed as they lie: <see cref="PackedPushes"/>. <c>end_note</c>: what the timeline says of the
    /// end of a push that has no row there for it; empty: that it ended, and no more.
    /// </summary>
    public const string Version6 = """
        CREATE TABLE arrival_claim (
            n     INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,
            taken INTEGER NOT NULL,
            until INTEGER NOT NULL
        );

        ALTER TABLE push ADD COLUMN end_note TEXT;
        """;

    /// <summary>Whose keys a row holds; empty: it is of a version that kept those of all apps in one row.</summary>
    public const string Version7 = "ALTER TABLE arrival_key ADD COLUMN app TEXT";

    public const string Version1 = """
        CREATE TABLE seen (
            key   BLOB PRIMARY KEY,
            until INTEGER NOT NULL,
            seq   INTEGER
        ) WITHOUT ROWID;

        CREATE TABLE push (
            seq         INTEGER PRIMARY KEY,
            id          BLOB NOT NULL,
            app         TEXT NOT NULL,
            mailbox     INTEGER,
            open_id     TEXT,
            msg_type    TEXT NOT NULL,
            event       TEXT,
            create_time INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            state       INTEGER NOT NULL,
            due_at      INTEGER,
            attempts    INTEGER NOT NULL DEFAULT 0,
            replay      INTEGER NOT NULL DEFAULT 0,
            again       INTEGER NOT NULL DEFAULT 0,
            fence       INTEGER NOT NULL DEFAULT 0,
            awaits      INTEGER NOT NULL DEFAULT 0,
            ended_at    INTEGER
        );
        CREATE UNIQUE INDEX push_id   ON push (id);
        CREATE INDEX push_due         ON push (due_at, seq) WHERE due_at IS NOT NULL;
        CREATE INDEX push_mailbox     ON push (mailbox, seq) WHERE state < 3;
        CREATE INDEX push_dead        ON push (app, seq) WHERE state = 4;

        CREATE TABLE push_body (
            seq  INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        );

        CREATE TABLE push_reply (
            seq  INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        );

        CREATE TABLE timeline (
            seq    INTEGER NOT NULL,
            n      INTEGER NOT NULL,
            at     INTEGER NOT NULL,
            what   TEXT NOT NULL,
            detail TEXT,
            PRIMARY KEY (seq, n)
        ) WITHOUT ROWID;

        CREATE TABLE send (
            seq      INTEGER NOT NULL,
            replay   INTEGER NOT NULL,
            ordinal  INTEGER NOT NULL,
            at       INTEGER NOT NULL,
            api      TEXT NOT NULL,
            fence    INTEGER NOT NULL,
            outcome  INTEGER,
            errcode  INTEGER,
            errmsg   TEXT,
            duration INTEGER,
            PRIMARY KEY (seq, replay, ordinal)
        ) WITHOUT ROWID;
        """;

    /// <summary>Brings the tables up to date.</summary>
    public static void Migrate(SqliteStore store) =>
        store.Migrate("inbox", Version1, Version2, Version3, Version4, Version5, Version6, Version7);
}
