namespace WeChatPush.Storage;

/// <summary>Asks the store whether it can take writes.</summary>
internal interface IStoreProbe
{
    /// <summary>
    /// Why it takes no writes, in words; <see langword="null"/>: it took one, within a short time of its own.
    /// </summary>
    ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken);
}
