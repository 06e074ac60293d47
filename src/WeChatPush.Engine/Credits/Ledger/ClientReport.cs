namespace WeChatPush.Credits;

/// <summary>What a user's own device reports. It changes nothing but what this user has, within <see cref="CreditLimits"/>.</summary>
internal sealed record ClientReport
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>The id by which the report's accepts are recognised; <see langword="null"/>: they are not.</summary>
    public string? ReportId { get; init; }

    /// <summary>The formIds, at most <see cref="CreditLimits.ClientFormIdsPerReport"/>.</summary>
    public IReadOnlyList<FormId> FormIds { get; init; } = [];

    /// <summary>Accepts of listed templates, at most <see cref="CreditLimits.ClientTemplates"/>.</summary>
    public IReadOnlyList<PermitChange> Accepts { get; init; } = [];
}

/// <summary>How many credits of a device's report counted.</summary>
internal readonly record struct ClientCount(int FormIds, int Permits);

/// <summary>What became of a report of permits.</summary>
/// <param name="Counted">How many permits counted.</param>
/// <param name="Refused">How many changes were left out, because the app has too many templates that no list has.</param>
internal readonly record struct NoteResult(int Counted, int Refused);
