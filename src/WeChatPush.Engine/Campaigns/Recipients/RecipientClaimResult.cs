namespace WeChatPush.Campaigns;

/// <summary>
/// A recipient that a holder has, with the credit for its message: the credit lies in the campaign, not among the ledger's
/// reservations, so that both always come to the same end.
/// </summary>
internal sealed record ClaimedRecipient
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The campaign's id.</summary>
    public required string Campaign { get; init; }

    /// <summary>The recipient's place in the campaign: 1, 2, 3…</summary>
    public required long Number { get; init; }

    /// <summary>Which holder has the recipient.</summary>
    public required string Holder { get; init; }

    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>What <c>{field}</c> stands for in the recipient's message.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>The formId to send with; only of a <see cref="Credits.CreditKind.Template"/> credit.</summary>
    public string? FormId { get; init; }
}

/// <summary>A wish for recipients.</summary>
/// <param name="Holder">The holder that takes them: one run of one campaign in one instance.</param>
/// <param name="Max">How many at most.</param>
/// <param name="Skip">
/// Why every recipient whose turn comes is to be skipped; <see langword="null"/>: none is. Such a claim returns no
/// recipient and spends no slots.
/// </param>
internal readonly record struct RecipientClaimRequest(string Holder, int Max, string? Skip = null);

/// <summary>The recipients who were taken, and when their messages may leave.</summary>
internal sealed record RecipientClaimResult
{
    /// <summary>Whether the campaign is running; if not, no recipient was taken.</summary>
    public required bool Running { get; init; }

    /// <summary>
    /// How many recipients were looked at, including those that got an outcome at once (no credit, skipped). Zero: none is
    /// pending at the moment.
    /// </summary>
    public required int Seen { get; init; }

    /// <summary>Those who have a credit now.</summary>
    public required IReadOnlyList<ClaimedRecipient> Recipients { get; init; }

    /// <summary>One slot for each of them; none in a dry run.</summary>
    public required Slots Slots { get; init; }
}

/// <summary>Moments in which one message each may leave.</summary>
/// <param name="StartsIn">
/// How long it is to the first of them, from the moment of the step; negative: it has passed. A span and not a time of
/// day, because the clocks of a fleet differ.
/// </param>
/// <param name="Spacing">How long it is from one to the next.</param>
internal readonly record struct Slots(TimeSpan StartsIn, TimeSpan Spacing);

/// <summary>Whether recipients may be sent to.</summary>
/// <param name="Running">Whether the campaign is running; if not, none may be sent to, and all stay with their holder.</param>
/// <param name="Begun">Those that may be sent to. Their holder no longer has a recipient that is missing, and drops it.</param>
internal sealed record BeginAnswer(bool Running, IReadOnlyList<ClaimedRecipient> Begun);
