namespace WeChatPush.Credits;

/// <summary>The ids by which reports of clients are recognised.</summary>
internal static class ReportIds
{
    /// <summary>A report's id; <see langword="null"/>: it has none, so nothing needs to be remembered of it.</summary>
    public static string? Get(CreditReport report) => report.ReportId is { } id ? $"client {id}" : null;
}
