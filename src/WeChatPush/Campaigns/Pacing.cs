namespace WeChatPush.Campaigns;

/// <summary>
/// How messages are spread over time. Slots never lie closer than the rate says, over the whole fleet, and a message
/// leaves at its slot or shortly after, or gets another one: so no second sees more than what fits into one second and
/// <see cref="GraceOf"/>. Slots that were missed are not lost: those after them follow a little faster,
/// <see cref="Hurry"/>, until the campaign is where it would be.
/// </summary>
internal static class Pacing
{
    /// <summary>How far back slots may begin, so that a short hold-up costs nothing of the rate.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(25);

    /// <summary>How much of what was missed is caught up with.</summary>
    public static readonly TimeSpan MostOwed = TimeSpan.FromSeconds(2);

    /// <summary>How much faster than the rate.</summary>
    public const double Hurry = 1.1;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(110);
    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan OneTaking = TimeSpan.FromMilliseconds(250);
    private const int MostAtOnce = 256;

    /// <summary>How many recipients to take at once.</summary>
    public static int ChunkOf(double rate) => Math.Clamp((int)(rate * OneTaking.TotalSeconds), 1, MostAtOnce);

    /// <summary>
    /// How long after its time a slot may be used to begin; at least half the way to the next one: of a few messages a
    /// minute none has to wait for another turn because a moment was missed.
    /// </summary>
    public static TimeSpan PatienceOf(double rate) =>
        SpacingOf(rate) / 2 is var half && half > Patience ? half : Patience;

    /// <summary>How long after its slot a message that was begun may be written.</summary>
    public static TimeSpan GraceOf(double rate) => PatienceOf(rate) * 1.5;

    /// <summary>How long without an answer it takes until nothing more is sent; at a low rate answers come seldom.</summary>
    public static TimeSpan SilenceOf(double rate) =>
        SpacingOf(rate) * 4 is var four && four > LeastSilence ? four : LeastSilence;

    /// <summary>From one slot to the next.</summary>
    public static TimeSpan SpacingOf(double rate) => TimeSpan.FromSeconds(1 / rate);

    /// <summary>The day of China to which a moment belongs, for daily limits: days since 1970.</summary>
    public static long DayOf(DateTimeOffset moment) => (moment.ToUnixTimeSeconds() + 8 * 3600) / 86400;
}
