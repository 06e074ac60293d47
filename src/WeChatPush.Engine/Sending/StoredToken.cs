namespace WeChatPush.Sending;

/// <summary>An access token as the fleet shares it.</summary>
/// <param name="Sealed">
/// The token as <see cref="TokenSeal"/> seals it: the same text for the same token. To a store it is a word like any other.
/// </param>
/// <param name="RefreshAt">When it is to be renewed.</param>
/// <param name="ExpiresAt">When it runs out.</param>
internal sealed record StoredToken(string Sealed, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether a text can be a sealed token: it has characters, and all are visible ones of ASCII.</summary>
    public static bool IsToken(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~');

    /// <summary>Empty: the token must not reach a log.</summary>
    public override string ToString() => "(access token)";
}
