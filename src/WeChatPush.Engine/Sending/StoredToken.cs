namespace WeChatPush.Sending;

/// <summary>An access token as the fleet shares it.</summary>
internal sealed record StoredToken(string Value, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether a text can be a token: it has characters, and a URL takes them as they are.</summary>
    public static bool IsToken(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~');

    /// <summary>Empty: the token must not reach a log.</summary>
    public override string ToString() => "(access token)";
}
