namespace WeChatPush.Credits;

/// <summary>
/// One credit that one holder has for the time of a lease. The id entitles its holder to settle it, once.
/// </summary>
internal sealed record CreditReservation
{
    /// <summary>Known to the holder only: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>What kind of credit it is.</summary>
    public required CreditKind Kind { get; init; }

    /// <summary>The formId to send with; only of a <see cref="CreditKind.Template"/> credit.</summary>
    public string? FormId { get; init; }
}

/// <summary>What becomes of a reserved credit.</summary>
internal enum CreditOutcome
{
    /// <summary>The message was sent: the credit is gone.</summary>
    Spent,

    /// <summary>It was certainly not sent, and the credit is as good as before.</summary>
    Returned,

    /// <summary>WeChat does not know this credit: it is gone without a message. A long-term permit ends.</summary>
    Burned,

    /// <summary>
    /// WeChat has no permit of this user for the template: all that were earned up to the reservation are gone.
    /// </summary>
    BurnedAll,

    /// <summary>It may have been sent: the credit counts as spent, and is shown as uncertain.</summary>
    Uncertain,
}
