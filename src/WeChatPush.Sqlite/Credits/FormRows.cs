using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The free formIds of one user.</summary>
internal static class FormRows
{
    private const string Put = "INSERT OR IGNORE INTO credit_form VALUES ($1, $2, $3, $4)";

    private const string Drop =
        "DELETE FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at = $3 AND form_id = $4";

    // One that cannot be read is never taken: its row would not be found again, and it would be spent twice.
    private const string Oldest =
        """
        SELECT expires_at, form_id FROM credit_form
        WHERE app = $1 AND open_id = $2 AND typeof(form_id) = 'text' AND expires_at =
            (SELECT min(expires_at) FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at > $3 AND expires_at < 253370764800)
        ORDER BY form_id
        """;

    private const string Expired =
        """
        SELECT expires_at, form_id FROM credit_form
        WHERE app = $1 AND open_id = $2 AND expires_at < $3 ORDER BY expires_at LIMIT $4
        """;

    private const string Latest =
        """
        SELECT expires_at FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at < 253370764800
        ORDER BY expires_at DESC LIMIT 1
        """;

    private const string Usable =
        """
        SELECT count(*), min(expires_at) FROM credit_form WHERE app = $1 AND open_id = $2 AND expires_at > $3 AND expires_at < 253370764800
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

    /// <summary>
    /// Takes out the one that runs out first of those that have not; of several, the one that was reported first.
    /// </summary>
    public static (string FormId, long ExpiresAt)? TakeOldest(
        SqliteSession session, string app, string openId, long now, ref UserRow user)
    {
        var oldest = Read(session.Prepare(Oldest, app, openId, now));
        if (oldest.Count == 0)
            return null;
        var first = oldest[0];
        if (oldest.Count > 1)
        {
            var log = LogRow.Load(session, app, openId, now);
            first = oldest.MinBy(form => log.IndexOf(form.FormId));
        }

        Remove(session, app, openId, first.FormId, first.ExpiresAt, ref user);
        return first;
    }

    /// <summary>Removes up to a number of the user's that ran out before a time; returns how many.</summary>
    public static int RemoveExpired(
        SqliteSession session, string app, string openId, long before, int max, ref UserRow user)
    {
        var expired = Read(session.Prepare(Expired, app, openId, before, max));
        foreach (var (formId, expiresAt) in expired)
            Remove(session, app, openId, formId, expiresAt, ref user);
        return expired.Count;
    }

    public static void Remove(
        SqliteSession session, string app, string openId, string formId, long expiresAt, ref UserRow user)
    {
        if (session.Execute(Drop, app, openId, expiresAt, formId) == 0)
            return;
        DueCounts.Add(session, app, Due.FormId, expiresAt, -1);
        if (user.FormsUntil == expiresAt)
            user.FormsUntil = session.Number(Latest, app, openId);
    }

    /// <summary>Removes a row whose key cannot be read, as it was found.</summary>
    public static int RemoveUnreadable(SqliteSession session, object[] key)
    {
        session.Unreadable.SetAside(session, $"{key[0]}", "credit_form", $"{key[0]} {key[2]}", "its time or its formId is none");
        return session.Execute(Drop, key);
    }

    /// <summary>How many have not run out, and when the first of them does.</summary>
    public static (int Count, long? Next) CountUsable(SqliteSession session, string app, string openId, long now)
    {
        using var reader = session.Prepare(Usable, app, openId, now).ExecuteReader();
        reader.Read();
        return (reader.Int(0), reader.OptionalLong(1));
    }

    private static List<(string FormId, long ExpiresAt)> Read(Microsoft.Data.Sqlite.SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var forms = new List<(string, long)>();
        while (reader.Read())
            forms.Add((reader.Text(1), reader.Long(0)));
        return forms;
    }
}
