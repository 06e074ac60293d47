using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>A reservation as it is stored.</summary>
internal sealed record ReservationRow
{
    private const string Columns = "id, app, open_id, template, earned, long_term, form_id, expires_at, begun";
    private const string Find = $"SELECT {Columns} FROM credit_reservation WHERE id = $1 AND {IsReadable}";

    private const string Due =
        $"""
        SELECT {Columns} FROM credit_reservation
        WHERE leased_until <= $1 OR (leased_until > $3 AND typeof(leased_until) <> 'blob') ORDER BY leased_until LIMIT $2
        """;

    // No lease lasts so long: what says so, or is no number, is over.
    private const long MaxLease = 365L * 86_400_000;

    private const string IsReadable = """
        typeof(id) = 'blob' AND length(id) = 16 AND typeof(app) = 'text' AND typeof(open_id) = 'text' AND typeof(begun) = 'integer'
        AND CASE WHEN template IS NULL THEN typeof(form_id) = 'text' AND typeof(expires_at) = 'integer'
            ELSE typeof(template) = 'integer' AND typeof(earned) = 'integer' AND typeof(long_term) = 'integer' END
        """;

    // Its lease is no number any more, so that it is not looked at again; it lies there for an operator.
    private const string SetAside = $"""
        UPDATE credit_reservation SET leased_until = x''
        WHERE (leased_until <= $1 OR (leased_until > $2 AND typeof(leased_until) <> 'blob')) AND NOT ({IsReadable})
        RETURNING CAST(app AS TEXT), hex(id)
        """;

    private const string Put = "INSERT INTO credit_reservation VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    public required byte[] Id { get; init; }

    public required string App { get; init; }

    public required string OpenId { get; init; }

    public required TakenCredit Credit { get; init; }

    public required bool Begun { get; init; }

    public static ReservationRow? Load(SqliteSession session, byte[] id)
    {
        using var reader = session.Prepare(Find, id).ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    public static List<ReservationRow> LoadDue(SqliteSession session, long now, int max)
    {
        using (var odd = session.Prepare(SetAside, now, now + MaxLease).ExecuteReader())
        {
            while (odd.Read())
                session.Unreadable.SetAside(session, odd.Text(0), "credit_reservation", odd.Text(1), "a column is none of its kind");
        }

        using var reader = session.Prepare(Due, now, max, now + MaxLease).ExecuteReader();
        var rows = new List<ReservationRow>();
        while (reader.Read())
            rows.Add(Read(reader));
        return rows;
    }

    /// <summary>Notes the reservation.</summary>
    public void Insert(SqliteSession session, long leasedUntil) => session.Execute(
        Put, Id, App, OpenId,
        Credit.Template,
        Credit.Template is null ? null : Credit.Mark.Earned,
        Credit.Template is null ? null : Credit.Mark.LongTerm,
        Credit.FormId,
        Credit.FormId is null ? null : Credit.ExpiresAt,
        Begun, leasedUntil);

    /// <summary>Marks a reservation as being sent on. False: there is none.</summary>
    public static bool Begin(SqliteSession session, byte[] id) =>
        session.Execute("UPDATE credit_reservation SET begun = 1 WHERE id = $1", id) == 1;

    /// <summary>Marks a reservation as not being sent on. False: there is none.</summary>
    public static bool Withdraw(SqliteSession session, byte[] id) =>
        session.Execute("UPDATE credit_reservation SET begun = 0 WHERE id = $1", id) == 1;

    /// <summary>Prolongs a lease. False: there is no such reservation.</summary>
    public static bool Renew(SqliteSession session, byte[] id, long leasedUntil) =>
        session.Execute("UPDATE credit_reservation SET leased_until = $2 WHERE id = $1", id, leasedUntil) == 1;

    /// <summary>Shortens leases that end after this.</summary>
    public static void ShortenLeases(SqliteSession session, long latest) =>
        session.Execute("UPDATE credit_reservation SET leased_until = $1 WHERE leased_until > $1", latest);

    public static void Delete(SqliteSession session, byte[] id) =>
        session.Execute("DELETE FROM credit_reservation WHERE id = $1", id);

    private static ReservationRow Read(Microsoft.Data.Sqlite.SqliteDataReader reader) => new()
    {
        Id = reader.Bytes(0),
        App = reader.Text(1),
        OpenId = reader.Text(2),
        Credit = new()
        {
            Template = reader.OptionalLong(3),
            Mark = reader.IsDBNull(3) ? default : new PermitMark(reader.Int(4), reader.Flag(5)),
            FormId = reader.OptionalText(6),
            ExpiresAt = reader.IsDBNull(7) ? 0 : reader.Long(7),
        },
        Begun = reader.Flag(8),
    };
}
