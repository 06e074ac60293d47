using Microsoft.Data.Sqlite;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>A recipient that was taken and has no outcome yet, with the credit for its message.</summary>
internal sealed record ClaimedRow
{
    private const string Columns =
        "number, open_id, holder, begun, day, template, earned, long_term, form_id, expires_at";

    private const string Find = $"SELECT {Columns} FROM campaign_taken WHERE campaign = $1 AND number = $2";

    private const string OfHolder =
        $"SELECT {Columns} FROM campaign_taken WHERE campaign = $1 AND holder = $2 ORDER BY number LIMIT $3";

    private const string Unclaimed =
        $"SELECT {Columns} FROM campaign_taken WHERE campaign = $1 AND holder IS NULL ORDER BY number";

    private const string Put =
        "INSERT OR REPLACE INTO campaign_taken VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private const string Mark =
        "UPDATE campaign_taken SET begun = 1 WHERE campaign = $1 AND number = $2 AND holder = $3";

    private const string Unmark =
        "UPDATE campaign_taken SET begun = 0 WHERE campaign = $1 AND number = $2 AND holder = $3";

    private const string Drop = "DELETE FROM campaign_taken WHERE campaign = $1 AND number = $2";

    public required long Number { get; init; }

    public required string OpenId { get; init; }

    /// <summary>Which holder has the recipient; <see langword="null"/>: it was released.</summary>
    public required string? Holder { get; init; }

    public bool Begun { get; init; }

    /// <summary>The day to which the message counts; <see langword="null"/>: to none.</summary>
    public long? Day { get; init; }

    /// <summary>The recipient's credit; <see langword="null"/>: none, as for a released recipient, and in a dry run.</summary>
    public TakenCredit? Credit { get; init; }

    public static ClaimedRow? Load(SqliteSession session, long campaign, long number)
    {
        using var reader = session.Prepare(Find, campaign, number).ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    public static List<ClaimedRow> LoadOf(SqliteSession session, long campaign, string holder, int max) =>
        All(session.Prepare(OfHolder, campaign, holder, max));

    public static List<ClaimedRow> LoadReleased(SqliteSession session, long campaign) =>
        All(session.Prepare(Unclaimed, campaign));

    /// <summary>Marks the recipient as being sent to. False: the holder no longer has it.</summary>
    public static bool Begin(SqliteSession session, long campaign, long number, string holder) =>
        session.Execute(Mark, campaign, number, holder) == 1;

    /// <summary>Marks the recipient as not being sent to. False: the holder no longer has it.</summary>
    public static bool Withdraw(SqliteSession session, long campaign, long number, string holder) =>
        session.Execute(Unmark, campaign, number, holder) == 1;

    public static void Delete(SqliteSession session, long campaign, long number) =>
        session.Execute(Drop, campaign, number);

    public void Save(SqliteSession session, long campaign) => session.Execute(
        Put, campaign, Number, OpenId, Holder, Begun, Day,
        Credit?.Template,
        Credit?.Template is null ? null : Credit.Value.Mark.Earned,
        Credit?.Template is null ? null : Credit.Value.Mark.LongTerm,
        Credit?.FormId,
        Credit?.FormId is null ? null : Credit.Value.ExpiresAt);

    private static List<ClaimedRow> All(SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var rows = new List<ClaimedRow>();
        while (reader.Read())
            rows.Add(Read(reader));
        return rows;
    }

    private static ClaimedRow Read(SqliteDataReader reader) => new()
    {
        Number = reader.Long(0),
        OpenId = reader.Text(1),
        Holder = reader.OptionalText(2),
        Begun = reader.Flag(3),
        Day = reader.OptionalLong(4),
        Credit = !reader.IsDBNull(5)
            ? new TakenCredit { Template = reader.Long(5), Mark = new(reader.Int(6), reader.Flag(7)) }
            : !reader.IsDBNull(8)
                ? new TakenCredit { FormId = reader.Text(8), ExpiresAt = reader.Long(9) }
                : null,
    };
}
