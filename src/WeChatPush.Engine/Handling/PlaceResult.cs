namespace WeChatPush.Handling;

/// <summary>A place that was taken, to be disposed of when the handler has ended; or when to ask for one again.</summary>
internal readonly record struct PlaceResult(IDisposable? Place, DateTimeOffset? RetryAt)
{
    /// <summary>No place is needed.</summary>
    public static PlaceResult Unlimited => default;
}
