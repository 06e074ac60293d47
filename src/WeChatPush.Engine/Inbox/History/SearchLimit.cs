namespace WeChatPush.Inbox;

/// <summary>How much one request may look through: a search that matches nothing must not walk for minutes.</summary>
internal sealed class SearchLimit(TimeProvider time)
{
    /// <summary>How many pushes are opened at most to look into them.</summary>
    public const int MaxOpened = 20_000;

    /// <summary>For how long is looked at most.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(700);

    private readonly long _begun = time.GetTimestamp();
    private int _opened;

    /// <summary>Whether no more may be looked at. At least one push is, so that the next page goes on.</summary>
    public bool IsReached => _opened > MaxOpened || time.GetElapsedTime(_begun) > MaxTime;

    /// <summary>Counts a push that is opened.</summary>
    public void Open() => _opened++;
}
