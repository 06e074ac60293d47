using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Sending;

/// <summary>The tables of the sending stage. Times are Unix milliseconds.</summary>
internal static class SendingSchema
{
    /// <summary>Access tokens are sealed: <see cref="WeChatPush.Sending.TokenSeal"/>. The ones before, which were not, are erased.</summary>
    public const string Version2 = """
        UPDATE sending_token SET token = NULL, refresh_at = NULL, expires_at = NULL;
        ALTER TABLE sending_token RENAME COLUMN token TO sealed;
        """;

    /// <summary>
    /// What a conversation is made of: when the user wrote last, when that was answered, the last pushes
    /// (<see cref="WeChatPush.Sending.ConversationPushes"/>), and what was sent.
    /// </summary>
    public const string Version3 = """
        ALTER TABLE sending_window ADD COLUMN asked_at INTEGER;
        ALTER TABLE sending_window ADD COLUMN answered_at INTEGER;
        ALTER TABLE sending_window ADD COLUMN pushes BLOB;
        CREATE TABLE sent_message (
            n INTEGER PRIMARY KEY, app TEXT NOT NULL, openid TEXT NOT NULL, at INTEGER NOT NULL, entry BLOB NOT NULL
        );
        CREATE INDEX sent_message_user ON sent_message (app, openid, n);
        """;

    public const string Version1 = """
        CREATE TABLE sending_token (
            app_id TEXT PRIMARY KEY, token TEXT, refresh_at INTEGER, expires_at INTEGER,
            holder TEXT, leased_until INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE sending_forced (app_id TEXT, at INTEGER, PRIMARY KEY (app_id, at)) WITHOUT ROWID;
        CREATE TABLE sending_window (
            app TEXT, openid TEXT,
            remaining INTEGER NOT NULL, closes_at INTEGER NOT NULL, granted_at INTEGER NOT NULL,
            PRIMARY KEY (app, openid)
        ) WITHOUT ROWID;
        """;

    /// <summary>Brings the tables up to date.</summary>
    public static void Migrate(SqliteStore store) => store.Migrate("sending", Version1, Version2, Version3);
}
