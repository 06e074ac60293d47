using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>What the ledger stores about a user beside the credits, and the app's counters that follow.</summary>
internal record struct UserRow(int Templates, long? FormsUntil, int FormsReserved, int FormsUncertain)
{
    private const string Find =
        """
        SELECT templates, forms_until, forms_reserved, forms_uncertain FROM credit_user WHERE app = $1 AND open_id = $2
        """;

    private const string Put = "INSERT OR REPLACE INTO credit_user VALUES ($1, $2, $3, $4, $5, $6)";
    private const string Drop = "DELETE FROM credit_user WHERE app = $1 AND open_id = $2";

    private const string Count =
        """
        INSERT INTO credit_app VALUES ($1, $2, $3)
        ON CONFLICT (app) DO UPDATE SET users = users + $2, forms_uncertain = forms_uncertain + $3
        """;

    // Seconds, as the year 9999 begins.
    private const long MaxTime = 253_370_764_800;

    private readonly bool HasPermits => Templates > 0;

    private readonly bool IsEmpty => this == default;

    public static UserRow Load(SqliteSession session, string app, string openId)
    {
        using var reader = session.Prepare(Find, app, openId).ExecuteReader();
        return reader.Read()
            ? new(
                reader.Count(0),
                reader.OptionalLong(1) is { } until and > 0 and < MaxTime ? until : null,
                reader.Count(2),
                reader.Count(3))
            : default;
    }

    /// <summary>Stores the row where it differs from what it was, and brings the counters along.</summary>
    public readonly void Save(SqliteSession session, string app, string openId, UserRow before)
    {
        if (this == before)
            return;
        if (IsEmpty)
            session.Execute(Drop, app, openId);
        else
            session.Execute(Put, app, openId, Templates, FormsUntil, FormsReserved, FormsUncertain);

        var users = Convert.ToInt32(HasPermits) - Convert.ToInt32(before.HasPermits);
        var uncertain = FormsUncertain - before.FormsUncertain;
        if (users != 0 || uncertain != 0)
            session.Execute(Count, app, users, uncertain);
        Move(session, app, Due.User, before.FormsUntil, FormsUntil);
        Move(
            session, app, Due.UserWithoutPermits,
            before.HasPermits ? null : before.FormsUntil, HasPermits ? null : FormsUntil);
    }

    private static void Move(SqliteSession session, string app, Due what, long? from, long? to)
    {
        if (from == to)
            return;
        if (from is { } old)
            DueCounts.Add(session, app, what, old, -1);
        if (to is { } next)
            DueCounts.Add(session, app, what, next, 1);
    }
}
