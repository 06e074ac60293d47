namespace WeChatPush.Credits;

/// <summary>What can be the id of a template.</summary>
internal static class TemplateIds
{
    private const int MaxLength = 128;

    /// <summary>Letters, digits, '-' and '_', and not too many of them.</summary>
    public static bool IsPossible(string text) =>
        text.Length is > 0 and <= MaxLength
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
