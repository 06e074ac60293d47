using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>What a user's own device reports, as one step inside a write.</summary>
internal static class ClientReportSteps
{
    public static ClientCount Earn(SqliteSession session, ClientReport report, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var before = UserRow.Load(session, report.App, report.OpenId);
        var user = before;
        var log = LogRow.Load(session, report.App, report.OpenId, seconds);

        // Whatever the sweep is at, the user's rows stay bounded.
        FormRows.RemoveExpired(
            session, report.App, report.OpenId, seconds - KeepExpired, CreditLimits.ClientFormIds, ref user);
        var count = new ClientCount(
            EarnFormIds(session, report, now, log, ref user), EarnPermits(session, report, now, log, ref user));
        LogRow.Save(session, report.App, report.OpenId, log);
        user.Save(session, report.App, report.OpenId, before);
        return count;
    }

    private static long KeepExpired => (long)CreditLimits.KeepExpired.TotalSeconds;

    private static int EarnFormIds(
        SqliteSession session, ClientReport report, DateTimeOffset now, ReportLog log, ref UserRow user)
    {
        var counted = 0;
        foreach (var formId in report.FormIds)
        {
            var expiresAt = formId.ExpiresAt.ToUnixTimeSeconds();
            if (expiresAt <= now.ToUnixTimeSeconds()
                || !log.HasRoom()
                || log.IndexOf(formId.Value) >= 0
                || SeenRows.Contains(session, now, CreditMemory.OfFormId(report.App, formId.Value))
                || !FormRows.TryAdd(session, report.App, report.OpenId, formId.Value, expiresAt, ref user))
                continue;
            log.AddClientFormId(formId.Value, expiresAt + KeepExpired);
            counted++;
        }

        return counted;
    }

    private static int EarnPermits(
        SqliteSession session, ClientReport report, DateTimeOffset now, ReportLog log, ref UserRow user)
    {
        if (report.Accepts.Count == 0 || IsKnown(session, report, now, log))
            return 0;
        var counted = 0;
        foreach (var (templateId, change, _) in report.Accepts)
        {
            var template = Templates.Number(session, report.App, templateId);
            var had = PermitRow.Load(session, template, report.OpenId);
            if (had.Usable + had.Reserved >= CreditLimits.ClientPermits)
                continue;
            var has = had;
            has.Apply(change);
            PermitRow.Save(session, template, report.OpenId, has, had, ref user);
            counted++;
        }

        if (report.ReportId is { } id)
            log.AddReport(id, (now + CreditLimits.ClientReportLife).ToUnixTimeSeconds());
        return counted;
    }

    private static bool IsKnown(SqliteSession session, ClientReport report, DateTimeOffset now, ReportLog log) =>
        report.ReportId is { } id
        && (log.HasReport(id)
            || SeenRows.Contains(session, now, CreditMemory.OfReport(report.App, report.OpenId, id)));
}
