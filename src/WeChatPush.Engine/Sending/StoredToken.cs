namespace WeChatPush.Sending;

/// <summary>An access token as the fleet shares it.</summary>
internal sealed record StoredToken(string Value, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Empty: the token must not reach a log.</summary>
    public override string ToString() => "(access token)";
}
