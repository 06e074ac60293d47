namespace WeChatPush.Sending;

/// <summary>
/// One send to a user at a time: WeChat refuses the second (43108), and the user would read them in any order.
/// </summary>
internal interface ISendTurns
{
    /// <summary>Waits for a user's turn. Dispose the result to pass it on.</summary>
    ValueTask<IAsyncDisposable> TakeAsync(string app, string openId, CancellationToken cancellationToken);
}
