namespace WeChatPush.Admin;

/// <summary>A key of the admin API that is to be made.</summary>
public sealed record NewAdminKey
{
    /// <summary>What it is to be called; see <see cref="AdminKeyOptions.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>The apps it is for; <see langword="null"/>: all.</summary>
    public IReadOnlyCollection<string>? Apps { get; init; }

    /// <summary>When it ends by itself; <see langword="null"/>: it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who makes it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>What is wrong with a name; <see langword="null"/>: a key may be called so.</summary>
    public static string? FindProblem(string name) => AdminKeyName.IsGood(name) ? null : AdminKeyName.Complaint;

    /// <summary>Whether an app may have this name, whether there is one or not.</summary>
    public static bool IsAppName(string name) => AppOptionsValidator.IsName(name);
}
