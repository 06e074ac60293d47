namespace WeChatPush.Campaigns.Running;

/// <summary>
/// How long before their slots messages are started, so that they are ready in time: as long as it took lately until a
/// message stood at the gate.
/// </summary>
internal sealed class LatencyEstimate
{
    private const int Memory = 8;
    private static readonly TimeSpan MaxLength = TimeSpan.FromMilliseconds(100);

    public TimeSpan Length { get; private set; }

    /// <summary>It took so long this time.</summary>
    public void Record(TimeSpan took) => Length += ((took < MaxLength ? took : MaxLength) - Length) / Memory;
}
