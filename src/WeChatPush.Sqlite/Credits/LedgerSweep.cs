using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>
/// Takes away what no longer counts. It is kept a while longer than it counts, so that a clock that is set back brings
/// back what it should. It is looked for beside the writer, walking round and round the tables: an index for it would
/// cost every step.
/// </summary>
internal sealed class LedgerSweep
{
    /// <summary>A read costs the writer nothing, so it may be longer than a step that writes.</summary>
    private const int Look = 20_000;

    private const string After =
        """
        SELECT app, open_id, expires_at, form_id FROM credit_form
        WHERE (app, open_id, expires_at, form_id) > ($1, $2, $3, $4)
        ORDER BY app, open_id, expires_at, form_id LIMIT $5
        """;

    private const string NextApp = "SELECT app FROM credit_due WHERE app > $1 ORDER BY app LIMIT 1";

    /// <summary>
    /// No formId lives so long; one that says so was reported to a version that believed it. It is so much longer than a
    /// week that a clock which is set back by weeks takes nothing away.
    /// </summary>
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(90);

    private static readonly TimeSpan KeepCounts = TimeSpan.FromDays(30);
    private static readonly ExpiredFormId Beginning = new("", "", 0, "");

    private ExpiredFormId _cursor = Beginning;
    private byte[]? _seenCursor;
    private LoggedUser? _logCursor;

    /// <summary>Finds up to <paramref name="max"/> of each.</summary>
    public Outdated Find(SqliteSession session, DateTimeOffset now, int max)
    {
        var seen = new List<byte[]>();
        _seenCursor = SeenRows.FindOld(session, now, _seenCursor ?? [], Look, max, seen);
        var logs = new List<LoggedUser>();
        _logCursor = LogRow.FindOld(
            session, now.ToUnixTimeSeconds(), _logCursor ?? new("", ""), Look, max, logs);
        var unreadable = new List<object[]>();
        return new(FindExpired(session, now, max, unreadable), unreadable, seen, logs);
    }

    /// <summary>Takes away what was found, and the counts of long ago.</summary>
    public static int Run(SqliteSession session, Outdated outdated, DateTimeOffset now)
    {
        foreach (var group in outdated.FormIds.GroupBy(found => (found.App, found.OpenId)))
        {
            var (app, openId) = group.Key;
            var before = UserRow.Load(session, app, openId);
            var user = before;
            foreach (var found in group)
                FormRows.Remove(session, app, openId, found.FormId, found.ExpiresAt, ref user);
            user.Save(session, app, openId, before);
        }

        var gone = outdated.FormIds.Count
            + outdated.Unreadable.Sum(key => FormRows.RemoveUnreadable(session, key))
            + SeenRows.Forget(session, now, outdated.Seen)
            + LogRow.Forget(session, now.ToUnixTimeSeconds(), outdated.Logs);
        foreach (var app in Apps(session))
            gone += DueCounts.ForgetBefore(session, app, (now - KeepCounts).ToUnixTimeSeconds());
        return gone;
    }

    private List<ExpiredFormId> FindExpired(SqliteSession session, DateTimeOffset now, int max, List<object[]> unreadable)
    {
        var before = (now - CreditLimits.KeepExpired).ToUnixTimeSeconds();
        var beyond = (now + MaxLife).ToUnixTimeSeconds();
        var expired = new List<ExpiredFormId>();
        var looked = 0;
        using var reader = session.Prepare(
            After, _cursor.App, _cursor.OpenId, _cursor.ExpiresAt, _cursor.FormId, Look).ExecuteReader();
        while (expired.Count + unreadable.Count < max && reader.Read())
        {
            looked++;
            if (!IsReadable(reader))
            {
                var key = new object[4];
                reader.GetValues(key);
                unreadable.Add(key);
                continue;
            }

            _cursor = new(reader.Text(0), reader.Text(1), reader.Long(2), reader.Text(3));
            if (_cursor.ExpiresAt < before || _cursor.ExpiresAt > beyond)
                expired.Add(_cursor);
        }

        if (looked < Look && expired.Count + unreadable.Count < max)
            _cursor = Beginning;
        return expired;
    }

    private static bool IsReadable(Microsoft.Data.Sqlite.SqliteDataReader row) =>
        row.GetFieldType(0) == typeof(string) && row.GetFieldType(1) == typeof(string)
        && row.GetFieldType(2) == typeof(long) && row.GetFieldType(3) == typeof(string);

    // From one app to the next, instead of over all of their rows.
    private static List<string> Apps(SqliteSession session)
    {
        var apps = new List<string>();
        while (session.Scalar(NextApp, apps.LastOrDefault("")) is string app)
            apps.Add(app);
        return apps;
    }
}

/// <summary>What was found to take away.</summary>
internal sealed record Outdated(
    List<ExpiredFormId> FormIds, List<object[]> Unreadable, List<byte[]> Seen, List<LoggedUser> Logs);

/// <summary>A formId that ran out.</summary>
internal sealed record ExpiredFormId(string App, string OpenId, long ExpiresAt, string FormId);
