using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Sending;

namespace WeChatPush.Sqlite.Storage;

/// <summary>
/// Erases the secrets that 0.1.0 kept as they are: access tokens, and the key of the mini programs' sessions. Also where the
/// file is only the spool of an instance that works on a shared store by now: nothing else looks into those tables there.
/// </summary>
internal static class ClearSecrets
{
    /// <summary>Sessions are signed with a key made of the AppSecret; nothing of it is stored.</summary>
    private static readonly string[] Keys =
    [
        "CREATE TABLE shared_key (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        "DROP TABLE shared_key",
    ];

    /// <summary>Erases them, once.</summary>
    public static void Erase(SqliteStore store)
    {
        store.Migrate("keys", Keys);
        SendingSchema.Migrate(store);
    }
}
