using System.Text;
using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>What the ledger can be asked. Each question sees one moment, whatever is written meanwhile.</summary>
internal static class LedgerQueries
{
    private const string PermitsOf =
        """
        SELECT t.template_id, p.usable, p.reserved, p.long_term, p.uncertain, p.undelivered
        FROM credit_template t JOIN credit_permit p ON p.template = t.no AND p.open_id = $2
        WHERE t.app = $1 ORDER BY t.template_id
        """;

    private const string TemplatesOf =
        """
        SELECT template_id, credits, users, uncertain, undelivered FROM credit_template
        WHERE app = $1 ORDER BY template_id
        """;

    private const string WithPermit =
        """
        SELECT open_id FROM credit_permit WHERE template = $1 AND open_id > $2 AND typeof(open_id) = 'text' AND usable > 0 ORDER BY open_id LIMIT $3
        """;

    private const string WithFormId =
        """
        SELECT open_id FROM credit_user WHERE app = $1 AND open_id > $2 AND typeof(open_id) = 'text' AND forms_until > $3 ORDER BY open_id LIMIT $4
        """;

    public static CreditBalance Balance(SqliteSession session, string app, string openId, long now) =>
        AtOnce(session, () => BalanceOf(session, app, openId, now));

    public static CreditTotals Totals(SqliteSession session, string app, long now) =>
        AtOnce(session, () => TotalsOf(session, app, now));

    public static ReachableUsers Reachable(
        SqliteSession session, string app, CreditKind kind, string templateId, string? cursor, int max, long now)
    {
        var after = cursor is null ? "" : Decode(cursor);
        if (kind is CreditKind.Template)
            return Read(session.Prepare(WithFormId, app, after, now, max), max);
        return Templates.NumberOf(session, app, templateId) is { } template
            ? Read(session.Prepare(WithPermit, template, after, max), max)
            : new([], null);
    }

    private static CreditBalance BalanceOf(SqliteSession session, string app, string openId, long now)
    {
        var user = UserRow.Load(session, app, openId);
        var (usable, next) = FormRows.CountUsable(session, app, openId, now);
        var permits = new SortedDictionary<string, PermitBalance>(StringComparer.Ordinal);
        using var reader = session.Prepare(PermitsOf, app, openId).ExecuteReader();
        while (reader.Read())
        {
            permits[reader.Text(0)] = new(
                reader.Count(1), reader.Count(2), reader.Flag(3), reader.Count(4), reader.Count(5));
        }

        return new CreditBalance(
            openId,
            new(usable, user.FormsReserved, next is null ? null : Time(next.Value), user.FormsUncertain),
            permits);
    }

    private static CreditTotals TotalsOf(SqliteSession session, string app, long now)
    {
        var templates = new List<TemplateTotals>();
        using (var reader = session.Prepare(TemplatesOf, app).ExecuteReader())
        {
            while (reader.Read())
            {
                templates.Add(new(
                    reader.Text(0),
                    reader.Long(1), reader.Long(2), reader.Long(3), reader.Long(4)));
            }
        }

        var users = session.Number("SELECT users FROM credit_app WHERE app = $1", app) ?? 0;
        var uncertain = session.Number("SELECT forms_uncertain FROM credit_app WHERE app = $1", app) ?? 0;
        return new CreditTotals(
            users + DueCounts.CountAlive(session, app, Due.UserWithoutPermits, now),
            new(
                DueCounts.CountAlive(session, app, Due.FormId, now),
                DueCounts.CountAlive(session, app, Due.User, now),
                uncertain),
            templates);
    }

    private static ReachableUsers Read(Microsoft.Data.Sqlite.SqliteCommand query, int max)
    {
        using var reader = query.ExecuteReader();
        var users = new List<string>();
        while (reader.Read())
            users.Add(reader.Text(0));
        return new(users, users.Count < max ? null : Convert.ToHexStringLower(Encoding.UTF8.GetBytes(users[^1])));
    }

    private static DateTimeOffset Time(long seconds) => StoredValues.ToTime(Math.Clamp(seconds, 0, int.MaxValue) * 1000L);

    private static string Decode(string cursor) => Encoding.UTF8.GetString(Convert.FromHexString(cursor));

    private static T AtOnce<T>(SqliteSession session, Func<T> question)
    {
        session.Execute("BEGIN");
        try
        {
            return question();
        }
        finally
        {
            session.Execute("COMMIT");
        }
    }
}
