namespace WeChatPush.Campaigns;

/// <summary>Where a campaign stands: its state, and why it is paused.</summary>
internal readonly record struct CampaignStanding(CampaignState State, PauseReason? Reason = null);

/// <summary>
/// A step from one state to another: from where it may be made, and where it leads. Every move there is, is one of the
/// members here. A campaign that ends by itself is no move: its store does it with the last recipient.
/// </summary>
internal sealed record CampaignMove
{
    private static readonly CampaignStanding Draft = new(CampaignState.Draft);
    private static readonly CampaignStanding Scheduled = new(CampaignState.Scheduled);
    private static readonly CampaignStanding Running = new(CampaignState.Running);

    private static readonly CampaignStanding[] Paused =
        [.. Enum.GetValues<PauseReason>().Select(reason => new CampaignStanding(CampaignState.Paused, reason))];

    /// <summary>A caller starts it, before its time if it has one.</summary>
    public static readonly CampaignMove Start = new([Draft, Scheduled], CampaignState.Running);

    /// <summary>A caller pauses it. A campaign that paused by itself then stays paused until a caller resumes it.</summary>
    public static readonly CampaignMove Pause =
        new([Running, .. Paused.Where(standing => standing.Reason is not PauseReason.Requested)], CampaignState.Paused)
        {
            Reason = PauseReason.Requested,
        };

    /// <summary>A caller resumes it, whatever it is paused for.</summary>
    public static readonly CampaignMove Resume = new(Paused, CampaignState.Running);

    /// <summary>A caller cancels it.</summary>
    public static readonly CampaignMove Cancel = new([Draft, Scheduled, Running, .. Paused], CampaignState.Cancelled);

    private CampaignMove(IReadOnlyList<CampaignStanding> from, CampaignState to) => (From, To) = (from, to);

    /// <summary>Where it may be made.</summary>
    public IReadOnlyList<CampaignStanding> From { get; }

    /// <summary>Where it leads.</summary>
    public CampaignState To { get; }

    /// <summary>Why, of a pause.</summary>
    public PauseReason? Reason { get; private init; }

    /// <summary>When a pause ends by itself.</summary>
    public DateTimeOffset? ResumesAt { get; private init; }

    /// <summary>It pauses by itself.</summary>
    public static CampaignMove PauseFor(PauseReason reason, DateTimeOffset? resumesAt) =>
        new([Running], CampaignState.Paused) { Reason = reason, ResumesAt = resumesAt };
}
