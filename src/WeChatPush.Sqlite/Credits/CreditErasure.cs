using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Credits;

/// <summary>Erases a user's credits. The app's counters follow, as at every step.</summary>
internal static class CreditErasure
{
    private const int BatchSize = 500;

    private const string TemplatesOf = """
        SELECT t.no FROM credit_template t JOIN credit_permit p ON p.template = t.no AND p.open_id = $2 WHERE t.app = $1
        """;

    private const string DropReservations = "DELETE FROM credit_reservation WHERE app = $1 AND open_id = $2";
    private const string DropLog = "DELETE FROM credit_log WHERE app = $1 AND open_id = $2";

    /// <summary>Erases them; returns how much it was.</summary>
    public static async ValueTask<UserErasure> RunAsync(SqliteStore store, string app, string openId)
    {
        var erased = new UserErasure();
        int formIds;
        do
        {
            formIds = await store.WriteAsync(session => EraseForms(session, app, openId));
            erased = erased.Add(new() { FormIds = formIds });
        }
        while (formIds == BatchSize);

        return erased.Add(await store.WriteAsync(session => EraseRest(session, app, openId)));
    }

    private static int EraseForms(SqliteSession session, string app, string openId)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var erased = FormRows.RemoveExpired(session, app, openId, long.MaxValue, BatchSize, ref user);
        user.Save(session, app, openId, before);
        return erased;
    }

    private static UserErasure EraseRest(SqliteSession session, string app, string openId)
    {
        var templates = new List<long>();
        using (var reader = session.Prepare(TemplatesOf, app, openId).ExecuteReader())
        {
            while (reader.Read())
                templates.Add(reader.GetInt64(0));
        }

        var before = UserRow.Load(session, app, openId);
        var user = before;
        foreach (var template in templates)
            PermitRow.Save(session, template, openId, default, PermitRow.Load(session, template, openId), ref user);
        default(UserRow).Save(session, app, openId, before);
        session.Execute(DropLog, app, openId);
        return new() { Permits = templates.Count, Reservations = session.Execute(DropReservations, app, openId) };
    }
}
