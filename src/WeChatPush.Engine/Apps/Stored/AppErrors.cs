using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Apps;

/// <summary>
/// What the validator of the configuration finds, in the names of the API: <c>WeChatPush:Apps:shop:Rules:0:Send:Text: is
/// missing.</c> becomes <c>rules[0].send.text</c>.
/// </summary>
internal static class AppErrors
{
    /// <summary>The field that stands for the app as a whole.</summary>
    public const string Whole = "app";

    /// <summary>The errors of an app by field.</summary>
    public static Dictionary<string, string[]> ByField(string app, IEnumerable<string> errors)
    {
        var prefix = $"{WeChatPushOptions.SectionName}:{nameof(WeChatPushOptions.Apps)}:{app}";
        return errors.Select(error => Split(error, prefix))
            .GroupBy(error => error.Field, error => error.Complaint, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    private static (string Field, string Complaint) Split(string error, string prefix)
    {
        if (!error.StartsWith(prefix, StringComparison.Ordinal))
            return (Whole, error);
        var end = error.IndexOf(": ", prefix.Length, StringComparison.Ordinal);
        var key = error[prefix.Length..end].TrimStart(':');
        var complaint = KeyIn(prefix).Replace(error[(end + 2)..], found => ToField(found.Groups[1].Value));
        return (key.Length == 0 ? "name" : ToField(key), complaint.TrimEnd('.'));
    }

    private static Regex KeyIn(string prefix) => new($"{Regex.Escape(prefix)}:([A-Za-z0-9:]*[A-Za-z0-9])", RegexOptions.CultureInvariant);

    /// <summary>A key of the configuration as a field of the API: <c>rules[0].send.text</c>.</summary>
    public static string ToField(string key)
    {
        var field = new StringBuilder();
        foreach (var part in key.Split(':'))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                field.Append('[').Append(part).Append(']');
            else
                field.Append(field.Length == 0 ? "" : ".").Append(char.ToLowerInvariant(part[0])).Append(part.AsSpan(1));
        }

        return field.ToString();
    }
}
