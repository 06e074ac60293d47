namespace WeChatPush.Credits;

/// <summary>What can be an openid, as far as the ledger is concerned.</summary>
internal static class OpenIds
{
    private const int MaxLength = 128;

    /// <summary>Visible ASCII, and not too much of it.</summary>
    public static bool IsPossible(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.All(character => character is > ' ' and < '\x7f');
}
