namespace WeChatPush.Credits;

/// <summary>What of a report's formIds can be used.</summary>
internal static class ReportedFormIds
{
    /// <summary>The real ones, none of which lives longer than WeChat honours it.</summary>
    public static IEnumerable<FormId> Select(CreditReport report, DateTimeOffset now)
    {
        var last = now + CreditLimits.FormIdLife;
        return from form in report.FormIds
               where IsReal(form.FormId)
               select new FormId(form.FormId, form.ExpireAt < last ? form.ExpireAt.Value : last);
    }

    // The developer tools, and a phone that failed to get one, give out words; a script that has none, these two.
    private static bool IsReal(string formId) =>
        formId is not ("undefined" or "null")
        && formId.All(character => character is > ' ' and < '\x7f' and not ':');
}
