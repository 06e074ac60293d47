namespace WeChatPush.Admin;

/// <summary>What is stored of a key of the admin API: not the key, but its hash.</summary>
public sealed record StoredAdminKey
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>The apps it is for; <see langword="null"/>: all.</summary>
    public IReadOnlySet<string>? Apps { get; init; }

    /// <summary>How it begins, for those who look for theirs.</summary>
    public required string Prefix { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it ends by itself; <see langword="null"/>: it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The SHA-256 of the key in hexadecimal digits.</summary>
    public required string Hash { get; init; }
}
