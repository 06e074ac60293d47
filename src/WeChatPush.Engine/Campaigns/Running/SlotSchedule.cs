namespace WeChatPush.Campaigns.Running;

/// <summary>
/// How messages are spread over time. Slots never lie closer than the rate allows, over the whole fleet, and a message
/// leaves at its slot or shortly after, or gets another one: so no second sees more than what fits into one second and
/// <see cref="WriteTolerance"/>. Slots that were missed are not lost: those after them follow a little faster,
/// <see cref="CatchUpFactor"/>, until the campaign is where it would be.
/// </summary>
internal static class SlotSchedule
{
    /// <summary>How far back slots may begin, so that a short hold-up costs nothing of the rate.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(25);

    /// <summary>How much of what was missed is caught up with.</summary>
    public static readonly TimeSpan MaxBacklog = TimeSpan.FromSeconds(2);

    /// <summary>How much faster than the rate.</summary>
    public const double CatchUpFactor = 1.1;

    /// <summary>A campaign that is behind by less does not follow faster.</summary>
    public static readonly TimeSpan BacklogTolerance = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The first slot that is not given lies no further ahead than this and <see cref="MaxSlotsAhead"/> together: holders ask for
    /// a few at a time. One that does is of a clock that was set back since, and the campaign would wait for as long.
    /// </summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    /// <summary>How many slots besides: at a low rate one of each of many instances lasts long.</summary>
    public const int MaxSlotsAhead = 100;

    private static readonly TimeSpan MinBeginTolerance = TimeSpan.FromMilliseconds(110);
    private static readonly TimeSpan MinStallTimeout = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(250);
    private const int MaxClaim = 256;

    /// <summary>How many recipients to take at once.</summary>
    public static int ClaimSize(double rate) => Math.Clamp((int)(rate * ClaimInterval.TotalSeconds), 1, MaxClaim);

    /// <summary>
    /// How long after its time a slot may be used to start; at least half the way to the next one: of a few messages a
    /// minute none has to wait for another turn because a moment was missed.
    /// </summary>
    public static TimeSpan BeginTolerance(double rate) =>
        Spacing(rate) / 2 is var half && half > MinBeginTolerance ? half : MinBeginTolerance;

    /// <summary>How long after its slot a message that was started may be written.</summary>
    public static TimeSpan WriteTolerance(double rate) => BeginTolerance(rate) * 1.5;

    /// <summary>How long without an answer it takes until nothing more is sent; at a low rate answers come seldom.</summary>
    public static TimeSpan StallTimeout(double rate) =>
        Spacing(rate) * 4 is var four && four > MinStallTimeout ? four : MinStallTimeout;

    /// <summary>From one slot to the next.</summary>
    public static TimeSpan Spacing(double rate) => TimeSpan.FromSeconds(1 / rate);

    /// <summary>
    /// The next slots of a campaign, and where it stands after them. Redis does the same in <c>give_slots</c>, because there a
    /// step is one script.
    /// </summary>
    /// <param name="state">Where the campaign stands.</param>
    /// <param name="rate">Messages per second.</param>
    /// <param name="number">How many slots.</param>
    /// <param name="now">The time, in microseconds since 1970.</param>
    /// <param name="missed">Whether they stand for slots that were missed, which the campaign is behind by then.</param>
    public static (SlotState State, Slots Slots) Next(SlotState state, double rate, int number, long now, bool missed)
    {
        var (backlog, catchUp, spacing) = ((long)MaxBacklog.TotalMicroseconds, (long)CatchUp.TotalMicroseconds, Spacing(rate));
        if (state.NextSlot - now > (MaxAhead + (spacing * MaxSlotsAhead)).TotalMicroseconds)
            state = new(now - catchUp, now - catchUp);
        var start = Math.Max(now - catchUp, state.NextSlot);
        // Where the slots would be had none been missed; after a pause there is no backlog.
        var due = now - state.NextSlot > backlog ? start : Math.Max(now - backlog, state.DueSlot);
        var given = start - due > BacklogTolerance.TotalMicroseconds ? spacing / CatchUpFactor : spacing;
        return (
            new(start + (long)(given * number).TotalMicroseconds, due + (missed ? 0 : (long)(spacing * number).TotalMicroseconds)),
            new(TimeSpan.FromMicroseconds(start - now), given));
    }

    /// <summary>
    /// Where a campaign stands in its schedule after its rate was changed: it neither waits for the next slot of the old rate nor
    /// catches up with what was missed at it. Redis does the same in <c>change_rate.lua</c>.
    /// </summary>
    public static SlotState AtNewRate(SlotState state, double rate, long now)
    {
        var next = Math.Min(state.NextSlot, now + (long)Spacing(rate).TotalMicroseconds);
        return new(next, next);
    }

    /// <summary>The day of China to which a moment belongs, for daily limits: days since 1970.</summary>
    public static long DayOf(DateTimeOffset moment) => (moment.ToUnixTimeSeconds() + 8 * 3600) / 86400;
}

/// <summary>Where a campaign stands in its schedule, in microseconds since 1970.</summary>
/// <param name="NextSlot">The first slot that was not given.</param>
/// <param name="DueSlot">Where that would be had no slot been missed.</param>
internal readonly record struct SlotState(long NextSlot, long DueSlot);
