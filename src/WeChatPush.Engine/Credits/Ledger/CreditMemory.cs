using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Credits;

/// <summary>
/// What the ledger remembers so that nothing counts twice: every formId and every report it has seen, as a hash, with
/// the week in which it was seen.
/// </summary>
internal static class CreditMemory
{
    /// <summary>
    /// Full weeks for which a formId or a report is recognised. Longer than a push can be kept and replayed by default,
    /// and five times as long as a formId is valid.
    /// </summary>
    public const int Weeks = 5;

    /// <summary>The number of the week of a time.</summary>
    public static long WeekOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / (7 * 24 * 3600);

    /// <summary>A formId: one per app, whichever source reports it.</summary>
    public static byte[] OfFormId(string app, string formId) => Hash($"f\n{app}\n{formId}");

    /// <summary>A report, by the id of the push or the one its maker gave it.</summary>
    public static byte[] OfReport(string app, string openId, string source) => Hash($"r\n{app}\n{openId}\n{source}");

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
