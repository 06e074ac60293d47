using System.Buffers;

namespace WeChatPush.Protocol;

/// <summary>
/// Tells the id of a message from what stands in its place where a gateway has none. A placeholder is the same for every
/// message, so by it the second message of a user would pass for a repetition of the first.
/// </summary>
internal static class MsgIds
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly string[] Words = ["null", "nil", "none", "undefined", "nan", "true", "false"];

    /// <summary>Whether the text names one message.</summary>
    public static bool IsId(string? text) =>
        !string.IsNullOrEmpty(text)
        && !text.AsSpan().ContainsAnyExcept(Characters)
        && text.AsSpan().ContainsAnyExcept('0', '-', '_')
        && !IsNegative(text)
        && !Words.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool IsNegative(string text) => text[0] == '-' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
