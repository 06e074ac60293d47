namespace WeChatPush.Campaigns;

/// <summary>A campaign as it stands at one moment.</summary>
public sealed record Campaign
{
    /// <summary>Its id: 32 hexadecimal digits, later campaigns having greater ones.</summary>
    public required string Id { get; init; }

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>What was asked for.</summary>
    public required CampaignPlan Plan { get; init; }

    /// <summary>Where it stands.</summary>
    public required CampaignState State { get; init; }

    /// <summary>Why it is paused; <see langword="null"/>: it is not.</summary>
    public PauseReason? PausedReason { get; init; }

    /// <summary>When the campaign resumes by itself; <see langword="null"/>: when a caller resumes it.</summary>
    public DateTimeOffset? ResumesAt { get; init; }

    /// <summary>What has become of its recipients.</summary>
    public required CampaignCounts Counts { get; init; }

    /// <summary>Whether every recipient is known. Until then the total grows.</summary>
    public required bool AudienceKnown { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was finished or cancelled.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
