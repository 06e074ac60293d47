namespace WeChatPush;

/// <summary>
/// A key of the admin API. In the configuration it may also be written as the key alone, which is then one of
/// <see cref="AdminRole.Admin"/> for all apps.
/// </summary>
public sealed class AdminKeyOptions : ITextOptions
{
    /// <summary>
    /// What it is called in timelines and in the audit: 1 to 64 letters, digits and <c>.</c>, <c>_</c>, <c>-</c>, blank.
    /// Without one, it is called by the beginning of its hash.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The key itself: 16 characters at least.</summary>
    public string Key { get; set; } = "";

    /// <summary>What it may do. Must be said, unless the key is written alone.</summary>
    public AdminRole? Role { get; set; }

    /// <summary>The apps it is for; <see langword="null"/>: all, those of later included.</summary>
    public IList<string>? Apps { get; set; }

    /// <summary>Whether the configuration has the key alone, in the place of an object.</summary>
    internal bool IsAlone { get; private set; }

    /// <inheritdoc/>
    void ITextOptions.ReadText(string text) => (Key, Role, IsAlone) = (text, AdminRole.Admin, true);
}
