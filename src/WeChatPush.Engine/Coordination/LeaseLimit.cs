namespace WeChatPush.Coordination;

/// <summary>
/// How far ahead the leases of reservations and of recipients may end. One that ends later was taken by a clock that was set
/// back since: unless it is shortened, what a dead holder had waits until the clock has caught up.
/// </summary>
/// <remarks>
/// Living holders renew every few seconds, however long their lease is. So a lease of an instance with a longer one may be
/// shortened, but not by so much that it ends between two renewals.
/// </remarks>
internal static class LeaseLimit
{
    private static readonly TimeSpan Min = TimeSpan.FromMinutes(1);

    /// <summary>For an instance whose own leases last so long.</summary>
    public static TimeSpan MaxAhead(TimeSpan lease) => lease > Min ? lease : Min;
}
