namespace WeChatPush.Server.Api.Keys;

/// <summary>A key that is to be made.</summary>
internal sealed record KeyRequest
{
    /// <summary>What it is to be called: 1 to 64 letters, digits and <c>. _ -</c> or blanks between them.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>The apps it is for; all, those of later included, if left out.</summary>
    public IReadOnlyList<string>? Apps { get; init; }

    /// <summary>When it is to end by itself; it does not if left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
