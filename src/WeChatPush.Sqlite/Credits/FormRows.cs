using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The free formIds of one user.</summary>
internal static class FormRows
{
    private const string Put = "INSERT OR IGNORE INTO credit_form VALUES ($1, $2, $3, $4)";

    private const string Drop =
        "DELETE FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at = $3 AND form_id = $4";

    private const string Oldest =
        """
        SELECT expires_at, form_id FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at > $3
        ORDER BY expires_at, form_id LIMIT 1
        """;

    private const string Latest =
        """
        SELECT expires_at FROM credit_form WHERE app = $1 AND open_id = $2
        ORDER BY expires_at DESC LIMIT 1
        """;

    private const string Usable =
        """
        SELECT count(*), min(expires_at) FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at > $3
        """;

    /// <summary>Adds one. False: it is there already.</summary>
    public static bool TryAdd(
        SqliteSession session, string app, string openId, string formId, long expiresAt, ref UserRow user)
    {
        if (session.Execute(Put, app, openId, expiresAt, formId) == 0)
            return false;
        DueCounts.Add(session, app, Due.FormId, expiresAt, 1);
        user.FormsUntil = Math.Max(user.FormsUntil ?? 0, expiresAt);
        return true;
    }

    /// <summary>Takes out the one that runs out first of those that have not.</summary>
    public static (string FormId, long ExpiresAt)? TakeOldest(
        SqliteSession session, string app, string openId, long now, ref UserRow user)
    {
        (string FormId, long ExpiresAt) oldest;
        using (var reader = session.Prepare(Oldest, app, openId, now).ExecuteReader())
        {
            if (!reader.Read())
                return null;
            oldest = (reader.GetString(1), reader.GetInt64(0));
        }

        Remove(session, app, openId, oldest.FormId, oldest.ExpiresAt, ref user);
        return oldest;
    }

    public static void Remove(
        SqliteSession session, string app, string openId, string formId, long expiresAt, ref UserRow user)
    {
        if (session.Execute(Drop, app, openId, expiresAt, formId) == 0)
            return;
        DueCounts.Add(session, app, Due.FormId, expiresAt, -1);
        if (user.FormsUntil == expiresAt)
            user.FormsUntil = (long?)session.Scalar(Latest, app, openId);
    }

    /// <summary>How many have not run out, and when the first of them does.</summary>
    public static (int Count, long? Next) CountUsable(SqliteSession session, string app, string openId, long now)
    {
        using var reader = session.Prepare(Usable, app, openId, now).ExecuteReader();
        reader.Read();
        return (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }
}
