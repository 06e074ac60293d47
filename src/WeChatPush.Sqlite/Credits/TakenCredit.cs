using WeChatPush.Credits;

namespace WeChatPush.Sqlite.Credits;

/// <summary>
/// A credit that was taken out of what a user has, and that must be settled: one permit of a template, or a formId. Its
/// taker keeps it: the ledger's own reservations do, and the recipients of campaigns.
/// </summary>
internal readonly record struct TakenCredit
{
    /// <summary>The template's number, of a permit.</summary>
    public long? Template { get; init; }

    /// <summary>The moment in which the permit was taken.</summary>
    public PermitMark Mark { get; init; }

    /// <summary>The formId.</summary>
    public string? FormId { get; init; }

    /// <summary>When the formId runs out.</summary>
    public long ExpiresAt { get; init; }
}
