namespace WeChatPush.Campaigns.Running;

/// <summary>
/// How long before their slots messages are begun, so that they are ready in time: as long as beginning took lately. Not
/// longer, because a recipient that is begun when the process is killed counts as uncertain.
/// </summary>
internal sealed class LatencyEstimate
{
    private const int Memory = 8;
    private static readonly TimeSpan MaxLength = TimeSpan.FromMilliseconds(100);

    public TimeSpan Length { get; private set; }

    /// <summary>It took so long this time.</summary>
    public void Record(TimeSpan took) => Length += ((took < MaxLength ? took : MaxLength) - Length) / Memory;
}
