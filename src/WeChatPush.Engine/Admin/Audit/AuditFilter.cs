namespace WeChatPush.Admin;

/// <summary>Which entries of the audit to list; what is left out filters by nothing.</summary>
public sealed record AuditFilter
{
    /// <summary>Those of one actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Those of one action.</summary>
    public string? Action { get; init; }

    /// <summary>Those of these apps, and of no app that is not among them; <see langword="null"/>: all, also those of no app.</summary>
    public IReadOnlyCollection<string>? Apps { get; init; }

    /// <summary>Those from then on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many; 1 at least.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <see cref="AuditPage.Next"/> of the page before; <see langword="null"/>: from the newest on.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of the audit, newest first.</summary>
/// <param name="Items">The entries. A page may be shorter than its limit, and empty, although more follow.</param>
/// <param name="Next">What to ask for the next page with; <see langword="null"/>: this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Items, string? Next);
