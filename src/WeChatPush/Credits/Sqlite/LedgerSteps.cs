using WeChatPush.Storage;

namespace WeChatPush.Credits.Sqlite;

/// <summary>
/// The steps of the ledger, to be run inside a write. Whoever has more to note in the same step (a campaign: what
/// became of its recipient) calls them inside its own.
/// </summary>
internal static class LedgerSteps
{
    public static int EarnFormIds(
        SqliteSession session, string app, string openId, IReadOnlyList<FormId> formIds, DateTimeOffset now)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var counted = 0;
        foreach (var formId in formIds)
        {
            var expiresAt = formId.ExpiresAt.ToUnixTimeSeconds();
            if (expiresAt > now.ToUnixTimeSeconds()
                && SeenRows.TryAdd(session, now, CreditMemory.OfFormId(app, formId.Value))
                && FormRows.TryAdd(session, app, openId, formId.Value, expiresAt, ref user))
                counted++;
        }

        user.Save(session, app, openId, before);
        return counted;
    }

    public static int Note(
        SqliteSession session,
        string app,
        string openId,
        string source,
        IReadOnlyList<PermitChange> changes,
        DateTimeOffset now)
    {
        if (changes.Count == 0 || !SeenRows.TryAdd(session, now, CreditMemory.OfReport(app, openId, source)))
            return 0;
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var counted = 0;
        foreach (var (templateId, news) in changes)
        {
            // Who rejects what he never accepted leaves no trace.
            var template = news is PermitNews.Rejected
                ? Templates.NumberOf(session, app, templateId)
                : Templates.Number(session, app, templateId);
            if (template is not { } number)
                continue;
            var had = PermitRow.Load(session, number, openId);
            var has = had;
            has.Learn(news);
            PermitRow.Save(session, number, openId, has, had, ref user);
            if (news is PermitNews.Accepted or PermitNews.AcceptedLongTerm)
                counted++;
        }

        user.Save(session, app, openId, before);
        return counted;
    }

    public static CreditReservation? Reserve(
        SqliteSession session,
        string app,
        string openId,
        CreditKind kind,
        string templateId,
        SendStart start,
        DateTimeOffset now,
        TimeSpan lease)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var id = Guid.NewGuid();
        var row = new ReservationRow
        {
            Id = id.ToByteArray(bigEndian: true), App = app, OpenId = openId, Begun = start is SendStart.Now,
        };
        row = kind is CreditKind.Template
            ? TakeFormId(session, row, now.ToUnixTimeSeconds(), ref user)
            : TakePermit(session, row, templateId, ref user);
        if (row is null)
            return null;
        row.Insert(session, (now + lease).ToUnixTimeMilliseconds());
        user.Save(session, app, openId, before);
        return new() { Id = id.ToString("N"), App = app, OpenId = openId, Kind = kind, FormId = row.FormId };
    }

    /// <summary>Ends a reservation. False: it had ended before.</summary>
    public static bool Settle(SqliteSession session, string reservationId, CreditOutcome outcome)
    {
        if (ReservationRow.Load(session, Convert.FromHexString(reservationId)) is not { } row)
            return false;
        Settle(session, row, outcome);
        return true;
    }

    /// <summary>Ends reservations whose holders fell silent.</summary>
    public static int Recover(SqliteSession session, DateTimeOffset now, int max)
    {
        var due = ReservationRow.LoadDue(session, now.ToUnixTimeMilliseconds(), max);
        foreach (var row in due)
            Settle(session, row, row.Begun ? CreditOutcome.Uncertain : CreditOutcome.Returned);
        return due.Count;
    }

    private static ReservationRow? TakeFormId(SqliteSession session, ReservationRow row, long now, ref UserRow user)
    {
        if (FormRows.TakeOldest(session, row.App, row.OpenId, now, ref user) is not var (formId, expiresAt))
            return null;
        user.FormsReserved++;
        return row with { FormId = formId, ExpiresAt = expiresAt };
    }

    private static ReservationRow? TakePermit(
        SqliteSession session, ReservationRow row, string templateId, ref UserRow user)
    {
        if (Templates.NumberOf(session, row.App, templateId) is not { } template)
            return null;
        var had = PermitRow.Load(session, template, row.OpenId);
        if (had.Usable == 0)
            return null;
        var has = had;
        var mark = has.Reserve();
        PermitRow.Save(session, template, row.OpenId, has, had, ref user);
        return row with { Template = template, Mark = mark };
    }

    private static void Settle(SqliteSession session, ReservationRow row, CreditOutcome outcome)
    {
        var before = UserRow.Load(session, row.App, row.OpenId);
        var user = before;
        if (row.Template is { } template)
        {
            var had = PermitRow.Load(session, template, row.OpenId);
            var has = had;
            has.Settle(row.Mark, outcome);
            PermitRow.Save(session, template, row.OpenId, has, had, ref user);
        }
        else
        {
            user.FormsReserved--;
            if (outcome is CreditOutcome.Returned)
                FormRows.TryAdd(session, row.App, row.OpenId, row.FormId!, row.ExpiresAt, ref user);
            else if (outcome is CreditOutcome.Uncertain)
                user.FormsUncertain++;
        }

        user.Save(session, row.App, row.OpenId, before);
        ReservationRow.Delete(session, row.Id);
    }
}
