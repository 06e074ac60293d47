using System.Globalization;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads times of ISO 8601. Without <c>Z</c> or an offset a time could mean hours apart, so such a one is none.</summary>
internal static class IsoTime
{
    /// <summary>What a time must be.</summary>
    public const string Complaint = "must be a time such as 2026-11-21T08:00:00Z or 2026-11-21T16:00:00+08:00";

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads a time.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        var local = text.EndsWith('Z') ? $"{text[..^1]}+00:00" : text;
        return DateTimeOffset.TryParseExact(local, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
