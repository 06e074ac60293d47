using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace WeChatPush;

/// <summary>One configured value: its text into its type, or what is wrong with it.</summary>
internal static partial class ScalarValue
{
    // Longer ones are not repeated: whatever is that long and in the wrong place may be a key.
    private const int MaxShown = 32;

    // Of an IPv6 address that holds one of IPv4, those in front of it.
    private const int MappedBits = 96;

    /// <summary>Converts a text.</summary>
    public static bool TryParse(
        string text, Type type, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? complaint)
    {
        value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var parsed) ? parsed : null,
            _ when type == typeof(int) => ParseInt(text),
            _ when type == typeof(long) => ParseLong(text),
            _ when type == typeof(TimeSpan) => ParseTimeSpan(text),
            _ when type == typeof(IPNetwork) => ParseNetwork(text),
            { IsEnum: true } => ParseEnum(text, type),
            _ => throw new NotSupportedException($"Options of type {type} cannot be configured."),
        };
        complaint = value is null ? $"{Shown(text)} {Expected(type, text)}" : null;
        return value is not null;
    }

    private static int? ParseInt(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    private static long? ParseLong(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    // The framework reads "30" as 30 days and "72:00:00" as 72 days, which no operator means.
    private static TimeSpan? ParseTimeSpan(string text) =>
        TimeSpanPattern().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : null;

    // An address is the network of it alone. The framework would also take "10.8" and "010.0.0.1", as other addresses than an
    // operator means, and addresses with a port. Of IPv4 in IPv6 form the IPv4 is kept: clients' addresses are compared so.
    private static IPNetwork? ParseNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out var address) || host.AsSpan().ContainsAny('[', '%'))
            return null;
        var isOld = address.AddressFamily == AddressFamily.InterNetwork;
        if (isOld && address.ToString() != host)
            return null;
        if (!IPNetwork.TryParse(slash < 0 ? $"{host}/{(isOld ? 32 : 128)}" : text, out var network))
            return null;
        if (!address.IsIPv4MappedToIPv6)
            return network;
        return network.PrefixLength < MappedBits ? null : new(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits);
    }

    // Names only: the framework would also take numbers and lists of names.
    private static object? ParseEnum(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(type, known)
            : null;

    private static string Expected(Type type, string text) => type switch
    {
        _ when type == typeof(bool) => "is not true or false.",
        _ when type == typeof(int) || type == typeof(long) => "is not a whole number.",
        _ when type == typeof(IPNetwork) => "is not a network such as 10.0.0.0/8 or fd00::/8, and not an address.",
        { IsEnum: true } => $"is not one of {string.Join(", ", Enum.GetNames(type))}.",
        _ when text.Split(':') is [var hour, _, ..] && int.TryParse(hour, out var hours) && hours is > 23 and < 10_000 =>
            $"has more than 23 hours: write days in front, as in {hours / 24}.{hours % 24:00}:00:00.",
        _ => "is not a time span such as 00:00:30 or 3.00:00:00 (days.hours:minutes:seconds).",
    };

    private static string Shown(string text) =>
        text.Length <= MaxShown ? $"'{text}'" : $"The value ({text.Length} characters)";

    [GeneratedRegex(@"^(\d{1,8}\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeSpanPattern();
}
