namespace WeChatPush.Inbox.Spool;

/// <summary>Asks the shared store whether it can take writes.</summary>
internal interface IStoreProbe
{
    /// <summary>Whether it answered within a short time of its own.</summary>
    ValueTask<bool> AnswersAsync(CancellationToken cancellationToken);
}
