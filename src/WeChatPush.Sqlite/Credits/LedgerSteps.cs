using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>
/// The steps of the ledger, to be run inside a write. A write that notes more in the same step (a campaign: its recipient's
/// outcome) calls them inside its own.
/// </summary>
internal static class LedgerSteps
{
    public static int EarnFormIds(
        SqliteSession session, string app, string openId, IReadOnlyList<FormId> formIds, DateTimeOffset now)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var log = LogRow.Load(session, app, openId, now.ToUnixTimeSeconds());
        var counted = 0;
        foreach (var formId in formIds)
        {
            var expiresAt = formId.ExpiresAt.ToUnixTimeSeconds();
            if (expiresAt <= now.ToUnixTimeSeconds()
                || log.IndexOf(formId.Value) >= 0
                || !SeenRows.TryAdd(session, app, now, CreditMemory.OfFormId(app, formId.Value))
                || !FormRows.TryAdd(session, app, openId, formId.Value, expiresAt, ref user))
                continue;
            log.AddFormId(formId.Value, expiresAt + (long)CreditLimits.KeepExpired.TotalSeconds);
            counted++;
        }

        LogRow.Save(session, app, openId, log);
        user.Save(session, app, openId, before);
        return counted;
    }

    public static NoteResult Note(
        SqliteSession session,
        string app,
        string openId,
        string? source,
        IReadOnlyList<PermitChange> changes,
        DateTimeOffset now)
    {
        var refused = SelectNoted(session, app, changes, out var noted);

        // Nothing of it found room: it is not seen either, and counts when it comes again and there is some.
        if (noted.Count == 0 && refused > 0)
            return new(0, refused);
        if (source is not null && !SeenRows.TryAdd(session, app, now, CreditMemory.OfReport(app, openId, source)))
            return default;
        if (noted.Count == 0)
            return default;
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var counted = 0;
        foreach (var (templateId, news, _) in noted)
        {
            var number = Templates.Number(session, app, templateId);
            var had = PermitRow.Load(session, number, openId);
            var has = had;
            has.Apply(news);
            PermitRow.Save(session, number, openId, has, had, ref user);
            if (news is PermitEvent.Accepted or PermitEvent.AcceptedLongTerm)
                counted++;
        }

        user.Save(session, app, openId, before);
        return new(counted, refused);
    }

    public static CreditReservation? Reserve(
        SqliteSession session,
        string app,
        string openId,
        CreditKind kind,
        string templateId,
        DateTimeOffset now,
        TimeSpan lease)
    {
        if (Take(session, app, openId, kind, templateId, now) is not { } credit)
            return null;
        var id = Guid.NewGuid();
        var row = new ReservationRow
        {
            Id = id.ToByteArray(bigEndian: true),
            App = app,
            OpenId = openId,
            Credit = credit,
            Begun = false,
        };
        row.Insert(session, (now + lease).ToUnixTimeMilliseconds());
        return new() { Id = id.ToString("N"), App = app, OpenId = openId, Kind = kind, FormId = credit.FormId };
    }

    /// <summary>Ends a reservation. False: it had ended before.</summary>
    public static bool Settle(SqliteSession session, string reservationId, CreditOutcome outcome)
    {
        if (ReservationRow.Load(session, Convert.FromHexString(reservationId)) is not { } row)
            return false;
        End(session, row, outcome);
        return true;
    }

    /// <summary>Ends reservations whose lease is over.</summary>
    public static int Recover(SqliteSession session, DateTimeOffset now, TimeSpan lease, int max)
    {
        ReservationRow.ShortenLeases(session, (now + LeaseLimit.MaxAhead(lease)).ToUnixTimeMilliseconds());
        var due = ReservationRow.LoadDue(session, now.ToUnixTimeMilliseconds(), max);
        foreach (var row in due)
            End(session, row, row.Begun ? CreditOutcome.Uncertain : CreditOutcome.Returned);
        return due.Count;
    }

    /// <summary>
    /// Takes one credit out of what the user has: the formId that runs out first, or one permit for the template. Null:
    /// there is none.
    /// </summary>
    public static TakenCredit? Take(
        SqliteSession session, string app, string openId, CreditKind kind, string templateId, DateTimeOffset now)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        var credit = kind is CreditKind.Template
            ? TakeFormId(session, app, openId, now.ToUnixTimeSeconds(), ref user)
            : TakePermit(session, app, openId, templateId, ref user);
        if (credit is not null)
            user.Save(session, app, openId, before);
        return credit;
    }

    /// <summary>Whether there is one to take.</summary>
    public static bool HasUsable(
        SqliteSession session, string app, string openId, CreditKind kind, string templateId, DateTimeOffset now) =>
        kind is CreditKind.Template
            ? UserRow.Load(session, app, openId).FormsUntil > now.ToUnixTimeSeconds()
            : Templates.NumberOf(session, app, templateId) is { } template
                && PermitRow.Load(session, template, openId).Usable > 0;

    /// <summary>Says what became of a credit that was taken. To be called once for each. Of a user who was erased there is none.</summary>
    public static void Settle(
        SqliteSession session, string app, string openId, TakenCredit credit, CreditOutcome outcome)
    {
        var before = UserRow.Load(session, app, openId);
        var user = before;
        if (credit.Template is { } template)
        {
            var had = PermitRow.Load(session, template, openId);
            if (had.Reserved == 0)
                return;
            var has = had;
            has.Settle(credit.Mark, outcome);
            PermitRow.Save(session, template, openId, has, had, ref user);
        }
        else
        {
            if (user.FormsReserved == 0)
                return;
            user.FormsReserved--;
            if (outcome is CreditOutcome.Returned)
                FormRows.TryAdd(session, app, openId, credit.FormId!, credit.ExpiresAt, ref user);
            else if (outcome is CreditOutcome.Uncertain)
                user.FormsUncertain++;
        }

        user.Save(session, app, openId, before);
    }

    // What has a number already or is listed, and of the rest what fits; the refused are counted.
    private static int SelectNoted(
        SqliteSession session, string app, IReadOnlyList<PermitChange> changes, out List<PermitChange> noted)
    {
        noted = [];
        var refused = 0;
        long? room = null;
        foreach (var change in changes)
        {
            if (Templates.NumberOf(session, app, change.TemplateId) is null)
            {
                // A reject by a user who never accepted is not stored.
                if (change.Event is PermitEvent.Rejected)
                    continue;
                room ??= Templates.Room(session, app);
                if (!change.IsListed && room-- <= 0)
                {
                    refused++;
                    continue;
                }
            }

            noted.Add(change);
        }

        return refused;
    }

    private static TakenCredit? TakeFormId(
        SqliteSession session, string app, string openId, long now, ref UserRow user)
    {
        if (FormRows.TakeOldest(session, app, openId, now, ref user) is not var (formId, expiresAt))
            return null;
        user.FormsReserved++;
        return new() { FormId = formId, ExpiresAt = expiresAt };
    }

    private static TakenCredit? TakePermit(
        SqliteSession session, string app, string openId, string templateId, ref UserRow user)
    {
        if (Templates.NumberOf(session, app, templateId) is not { } template)
            return null;
        var had = PermitRow.Load(session, template, openId);
        if (had.Usable == 0)
            return null;
        var has = had;
        var mark = has.Reserve();
        PermitRow.Save(session, template, openId, has, had, ref user);
        return new() { Template = template, Mark = mark };
    }

    private static void End(SqliteSession session, ReservationRow row, CreditOutcome outcome)
    {
        Settle(session, row.App, row.OpenId, row.Credit, outcome);
        ReservationRow.Delete(session, row.Id);
    }
}
