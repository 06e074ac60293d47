namespace WeChatPush.Server.Api.Outbound;

/// <summary>Whether a user is shown that an answer is being written.</summary>
internal sealed record TypingRequest
{
    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>False: it is shown no longer.</summary>
    public bool Typing { get; init; } = true;
}
