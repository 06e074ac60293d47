namespace WeChatPush.Simulator.FakeApi;

/// <summary>WeChat's days end at midnight in China, which has one zone and no summer time.</summary>
internal static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).Date);
}
