namespace WeChatPush.Sqlite.Spool;

/// <summary>The spool's table: pushes as they came, in the order they came. Times are Unix milliseconds.</summary>
internal static class SpoolSchema
{
    public const string Version2 = "ALTER TABLE spool ADD COLUMN source TEXT";

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
}
