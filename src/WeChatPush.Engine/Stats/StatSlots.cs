namespace WeChatPush.Stats;

/// <summary>Into which stretches of time figures are counted.</summary>
internal static class StatSlots
{
    /// <summary>How long a slot is. All begin at a multiple of it, in UTC.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>The beginning of the slot, or of the step of a number of slots, that a time is in.</summary>
    public static DateTimeOffset Begin(DateTimeOffset time, TimeSpan step) => new(time.UtcTicks - (time.UtcTicks % step.Ticks), TimeSpan.Zero);
}
