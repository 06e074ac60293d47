using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Spool;

/// <summary>The spool's table: pushes as they came, in the order they came. Times are Unix milliseconds.</summary>
internal static class SpoolSchema
{
    /// <summary>The pushes of each app in their order, so that no app's are looked for among those of others.</summary>
    public const string Version5 = "CREATE INDEX spool_app ON spool (app, seq) WHERE unreadable = 0";

    /// <summary>1: it cannot be read, and lies there for an operator.</summary>
    public const string Version4 = "ALTER TABLE spool ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0";

    public const string Version2 = "ALTER TABLE spool ADD COLUMN source TEXT";

    /// <summary>The nonce of a plaintext push, and for how many milliseconds it is remembered.</summary>
    public const string Version3 = """
        ALTER TABLE spool ADD COLUMN nonce BLOB;
        ALTER TABLE spool ADD COLUMN nonce_window INTEGER;
        CREATE INDEX spool_nonce ON spool (nonce) WHERE nonce IS NOT NULL;
        """;

    public const string Version1 = """
        CREATE TABLE spool (
            seq         INTEGER PRIMARY KEY,
            key         BLOB NOT NULL UNIQUE,
            id          TEXT NOT NULL,
            app         TEXT NOT NULL,
            open_id     TEXT,
            msg_type    TEXT NOT NULL,
            event       TEXT,
            create_time INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            window      INTEGER NOT NULL,
            body        BLOB NOT NULL
        );
        """;

    /// <summary>Brings the table up to date.</summary>
    public static void Migrate(SqliteStore store) => store.Migrate("spool", Version1, Version2, Version3, Version4, Version5);
}
