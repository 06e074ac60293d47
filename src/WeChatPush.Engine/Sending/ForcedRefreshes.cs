namespace WeChatPush.Sending;

/// <summary>How many forced refreshes WeChat allows an AppID.</summary>
internal static class ForcedRefreshes
{
    /// <summary>The shortest time between two.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(30);

    /// <summary>At most so many in <see cref="Day"/>.</summary>
    public const int PerDay = 20;

    /// <summary>The time over which <see cref="PerDay"/> counts.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
}
