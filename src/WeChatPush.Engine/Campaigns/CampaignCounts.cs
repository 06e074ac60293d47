namespace WeChatPush.Campaigns;

/// <summary>
/// What has become of a campaign's recipients. Each is in exactly one of these numbers at every moment.
/// </summary>
public sealed record CampaignCounts
{
    /// <summary>Without outcome yet, including those whose message is being sent.</summary>
    public long Pending { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Sent"/>
    public long Sent { get; init; }

    /// <inheritdoc cref="RecipientOutcome.NoCredit"/>
    public long NoCredit { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Refused"/>
    public long Refused { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Failed"/>
    public long Failed { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Uncertain"/>
    public long Uncertain { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Cancelled"/>
    public long Cancelled { get; init; }

    /// <inheritdoc cref="RecipientOutcome.Skipped"/>
    public long Skipped { get; init; }

    /// <summary>The number of those with one outcome.</summary>
    internal long Get(RecipientOutcome outcome) => outcome switch
    {
        RecipientOutcome.Pending => Pending,
        RecipientOutcome.Sent => Sent,
        RecipientOutcome.NoCredit => NoCredit,
        RecipientOutcome.Refused => Refused,
        RecipientOutcome.Failed => Failed,
        RecipientOutcome.Uncertain => Uncertain,
        RecipientOutcome.Cancelled => Cancelled,
        RecipientOutcome.Skipped => Skipped,
        _ => 0,
    };

    /// <summary>All of them.</summary>
    public long Total => Pending + Sent + NoCredit + Refused + Failed + Uncertain + Cancelled + Skipped;
}
